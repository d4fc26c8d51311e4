using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>A check that a firewall has one of its protections switched on.</summary>
public abstract class FirewallProtectionCheck : Check<Firewall>
{
    /// <summary>The member of the firewall that says so.</summary>
    private protected abstract string Member { get; }

    private DocumentPath Place => FirewallParts.FirewallSettings.Then(Member);

    private protected abstract bool IsOn(Firewall firewall);

    protected sealed override CheckResult Evaluate(Firewall state, CheckContext context) =>
        IsOn(state)
            ? CheckResult.Pass
            : CheckResult.Fail(
                new Evidence($"{Member}: true", $"{Member} is off")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(Place),
                }
            );

    protected sealed override DesiredState Desired(Firewall state, CheckContext context) =>
        DesiredState.Of(DocumentFix.With(state, Place, AwsDocument.Parse("true")));
}
