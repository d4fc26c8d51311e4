using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>A check that a stateless default of a policy does not let packets through unseen.</summary>
public abstract class DefaultPassCheck : Check<FirewallPolicy>
{
    private const string Pass = "aws:pass";
    private const string Forward = "aws:forward_to_sfe";
    private static readonly ImmutableArray<string> Known = [Pass, Forward, "aws:drop"];

    /// <summary>The member of the policy that lists the actions.</summary>
    private protected abstract string Member { get; }

    private DocumentPath Place => FirewallParts.PolicyContent.Then(Member);

    private protected abstract ImmutableArray<string> Actions(FirewallPolicy policy);

    protected sealed override CheckResult Evaluate(FirewallPolicy state, CheckContext context)
    {
        var actions = Actions(state);
        if (!actions.Any(action => Known.Contains(action, StringComparer.Ordinal)))
        {
            return CheckResult.Unknown($"{Member} has no action that is known: {string.Join(", ", actions)}");
        }
        return actions.Contains(Pass, StringComparer.Ordinal)
            ? CheckResult.Fail(
                new Evidence(
                    $"{Member}: {string.Join(", ", actions)}",
                    $"{Pass} lets through what no stateless rule matches"
                )
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(Place),
                }
            )
            : CheckResult.Pass;
    }

    protected sealed override DesiredState Desired(FirewallPolicy state, CheckContext context) =>
        DesiredState.Of(DocumentFix.With(state, Place, AwsDocument.Build(writer => Write(writer, Actions(state)))));

    // Actions of the customer's own, which publish a metric, stay.
    private static void Write(Utf8JsonWriter writer, ImmutableArray<string> actions)
    {
        writer.WriteStartArray();
        foreach (
            var action in actions.Select(action => action == Pass ? Forward : action).Distinct(StringComparer.Ordinal)
        )
        {
            writer.WriteStringValue(action);
        }
        writer.WriteEndArray();
    }
}
