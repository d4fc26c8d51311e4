using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-threat-signatures-missing: the policy looks for no known threats.</summary>
public sealed class NfwThreatSignaturesMissing : Check<FirewallPolicy>
{
    private const string Groups = "groups";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-threat-signatures-missing",
            Title = "A firewall policy uses no managed group of threat signatures, or has it only alert.",
            Rationale =
                "Rules by address and port let an attack through that comes where traffic is allowed; signatures recognise it by "
                + "what it is, and AWS keeps its own up to date.",
            DoesNotCheck = "Signatures that the customer writes or buys, and whether TLS is opened for them to see.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.FirewallPolicy,
            FixKind = FixKind.TicketOnly,
            FixDescription =
                "None: signatures can stop legitimate traffic, so that somebody has to watch them alert first.",
            ManualFix =
                "Add managed rule groups with the override DROP_TO_ALERT, watch, then take the override away: aws "
                + "network-firewall list-rule-groups --scope MANAGED --managed-type AWS_MANAGED_THREAT_SIGNATURES.",
            Controls = [FirewallControls.Layers],
            Parameters =
            [
                new(
                    Groups,
                    ParameterType.Texts,
                    ParameterValue.Of("ThreatSignatures*", "AttackInfrastructure*"),
                    "The names of AWS's managed rule groups of which one has to be used, with * for any characters."
                ),
            ],
            Triggers = NetworkFirewallTriggers.Policy,
            References =
            [
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/aws-managed-rule-groups-threat-signature.html",
            ],
        };

    protected override CheckResult Evaluate(FirewallPolicy state, CheckContext context)
    {
        var used = Used(state, context.Settings.Texts(Groups));
        if (used.IsEmpty)
        {
            return Fail("no managed group of threat signatures is used", null);
        }
        return used.Any(reference => reference.Override is null)
            ? CheckResult.Pass
            : Fail($"{used[0].Name} only alerts", used[0].Arn);
    }

    private static ImmutableArray<RuleGroupReference> Used(FirewallPolicy state, ImmutableArray<string> names) =>
        [
            .. state.StatefulGroups.Where(reference =>
                reference.IsAwsManaged && names.Any(name => Pattern.Matches(name, reference.Name))
            ),
        ];

    private CheckResult Fail(string offending, string? rule) =>
        CheckResult.Fail(
            new Evidence("a managed group of threat signatures that drops", offending)
            {
                Rule = rule,
                Severity = Metadata.Severity,
            }
        );
}
