using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Core.Traffic;

namespace Remediation.Checks.Waf;

/// <summary>waf-ip-set-broad: an allow list lets half the world in.</summary>
public sealed class WafIpSetBroad : Check<IpSet>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-ip-set-broad",
            Title = "An IP set that lets its members through holds far too many public addresses.",
            Rationale =
                "Whoever is in such a set passes a rule, or all rules after it. Adding 0.0.0.0/1 to an allow list opens the web ACL "
                + "without touching the web ACL.",
            DoesNotCheck =
                "Sets that only serve to keep their members out, several sets of one rule together, and sets that rules of other "
                + "accounts use. Trusted sources and private addresses do not count.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.IpSet,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Takes out blocks that the last compliant state did not have, the largest first, until the set is no longer too large; "
                + "what else was added stays. Where there is no compliant state, a ticket says so.",
            ManualFix =
                "Take the large blocks out: aws wafv2 update-ip-set replaces all addresses with those that are given.",
            Parameters = [SharedParameters.MaxPublicAddresses],
            Triggers = WafTriggers.IpSet,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["wafv2:UpdateIPSet"],
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/waf-ip-set-managing.html",
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html",
            ],
        };

    protected override CheckResult Evaluate(IpSet state, CheckContext context)
    {
        if (SetAddresses.Of(state) is not { } addresses)
        {
            return CheckResult.Unknown("one of its addresses is no CIDR block");
        }
        if (context.Internet.Of(addresses) != Exposure.Anywhere)
        {
            return CheckResult.Pass;
        }
        if (state.Uses.Value is not { } uses)
        {
            return CheckResult.Unknown(
                $"it is broad, and whether a rule lets its members through is not known: {state.Uses.UnknownReason}"
            );
        }
        var letting = uses.Where(use => use.LetsThrough).Select(use => use.Rule).ToList();
        if (letting.Count == 0)
        {
            return uses.FirstOrDefault(use => use.Effect == WafRuleEffect.Unknown) is { } unknown
                ? CheckResult.Unknown($"it is broad, and what rule '{unknown.Rule}' does with its members is not known")
                : CheckResult.NotApplicable("no rule lets its members through");
        }
        var untrusted = addresses.Intersect(context.Internet.Addresses);
        return CheckResult.Fail(
            new Evidence(
                $"{state.Addresses.Length} blocks, let through by {string.Join(", ", letting.Distinct(StringComparer.Ordinal))}",
                $"{untrusted.Count} public addresses"
            )
            {
                Severity = Metadata.Severity,
                Withdrawal = DocumentChange.At(state.Path.Then("Addresses")),
            }
        );
    }

    protected override DesiredState Desired(IpSet state, CheckContext context)
    {
        if (context.Baseline<IpSet>() is not { } baseline || SetAddresses.Of(baseline) is not { } before)
        {
            return context.Missing("the addresses that it had", "take the large blocks out");
        }
        var kept = state.Addresses.ToList();
        var added = kept.Where(text => !before.Contains(BlockOf(text)))
            .OrderByDescending(text => AddressSet.Of(BlockOf(text)).Count)
            .ToList();
        foreach (var text in added)
        {
            kept.Remove(text);
            if (context.Internet.Of(AddressSet.Of(kept.Select(BlockOf))) != Exposure.Anywhere)
            {
                return DesiredState.Of(state.With(state.Path.Then("Addresses"), WafEdit.Texts(kept)));
            }
        }
        return DesiredState.None(
            "its last compliant state is too large by the policy of today; decide which of its blocks have to stay"
        );
    }

    private static Cidr BlockOf(string text) => Cidr.Parse(text).Value;
}
