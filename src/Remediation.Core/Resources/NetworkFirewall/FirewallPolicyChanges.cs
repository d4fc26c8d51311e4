using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of a firewall policy, and what that means. What its rule groups hold is not looked at.</summary>
internal static class FirewallPolicyChanges
{
    private static readonly DocumentPath Content = FirewallParts.PolicyContent;
    private static readonly DocumentPath Response = DocumentPath.Of(FirewallParts.Policy, FirewallPolicy.Response);

    public static IReadOnlyList<StateChange> Between(FirewallPolicy before, FirewallPolicy after)
    {
        var changes = new ChangeCollector(before, after);
        if (changes.IsEmpty)
        {
            return [];
        }
        Stateless(
            changes,
            "what no stateless rule matches",
            "StatelessDefaultActions",
            before.StatelessDefaultActions,
            after.StatelessDefaultActions
        );
        Stateless(
            changes,
            "fragments that no stateless rule matches",
            "StatelessFragmentDefaultActions",
            before.FragmentDefaultActions,
            after.FragmentDefaultActions
        );
        Stateful(changes, before.StatefulDefaultActions, after.StatefulDefaultActions);
        ReferenceChanges.Between(changes, before.StatelessGroups, after.StatelessGroups, isOrdered: true);
        ReferenceChanges.Between(
            changes,
            before.StatefulGroups,
            after.StatefulGroups,
            before.IsStrictlyOrdered || after.IsStrictlyOrdered
        );
        Options(changes, before, after);
        Tls(changes, before, after);
        // What has become home is no longer an outsider to the rules against outsiders.
        HomeNetChanges.Between(
            changes,
            before.Variables,
            after.Variables,
            Content.Then("PolicyVariables", "RuleVariables", FirewallVariables.HomeNet),
            widened: ChangeEffect.Weaker,
            narrowed: ChangeEffect.Unknown
        );
        changes.AddIfDiffers(ChangeEffect.Neutral, "description changed", Response.Then("Description"));
        changes.AddIfDiffers(ChangeEffect.Neutral, "tags changed", Response.Then("Tags"));
        return changes.All();
    }

    private static void Stateless(
        ChangeCollector changes,
        string what,
        string member,
        ImmutableArray<string> before,
        ImmutableArray<string> after
    )
    {
        var place = Content.Then(member);
        if (!changes.Differs(place))
        {
            return;
        }
        var (was, now) = (StatelessRuleReader.ActionOf(before), StatelessRuleReader.ActionOf(after));
        var effect =
            was is null || now is null ? ChangeEffect.Unknown
            : now < was ? ChangeEffect.Weaker
            : now > was ? ChangeEffect.Stronger
            : OfNotices(StatelessRuleReader.NoticesOf(before), StatelessRuleReader.NoticesOf(after));
        changes.Add(effect, $"{what}: {Text(before)} → {Text(after)}", place);
    }

    private static void Stateful(ChangeCollector changes, ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var place = Content.Then("StatefulDefaultActions");
        if (!changes.Differs(place))
        {
            return;
        }
        var effect =
            !before.Concat(after).All(IsKnown) ? ChangeEffect.Unknown
            : Compare(Extent(before, "aws:drop_"), Extent(after, "aws:drop_")) is var drop and not ChangeEffect.Neutral
                ? drop
            : Compare(Extent(before, "aws:alert_"), Extent(after, "aws:alert_"));
        changes.Add(effect, $"what no stateful rule decides: {Text(before)} → {Text(after)}", place);
    }

    private static bool IsKnown(string action) =>
        action.StartsWith("aws:drop_", StringComparison.Ordinal)
        || action.StartsWith("aws:alert_", StringComparison.Ordinal);

    // All of it says more than what is established.
    private static int Extent(ImmutableArray<string> actions, string kind) =>
        actions.Contains(kind + "strict", StringComparer.Ordinal) ? 2
        : actions.Any(action => action.StartsWith(kind, StringComparison.Ordinal)) ? 1
        : 0;

    private static ChangeEffect Compare(int was, int now) =>
        now < was ? ChangeEffect.Weaker
        : now > was ? ChangeEffect.Stronger
        : ChangeEffect.Neutral;

    private static void Options(ChangeCollector changes, FirewallPolicy before, FirewallPolicy after)
    {
        var place = Content.Then("StatefulEngineOptions");
        if (before.IsStrictlyOrdered != after.IsStrictlyOrdered)
        {
            // Without strict order every pass rule comes before every drop rule, and the default actions are not heeded.
            changes.Add(
                before.IsStrictlyOrdered ? ChangeEffect.Weaker : ChangeEffect.Unknown,
                before.IsStrictlyOrdered
                    ? "order of stateful rules: strict → pass rules first"
                    : "order of stateful rules: pass rules first → strict",
                place.Then("RuleOrder")
            );
        }
        if (before.StreamExceptionPolicy != after.StreamExceptionPolicy)
        {
            var effect =
                after.StreamExceptionPolicy == "CONTINUE" ? ChangeEffect.Weaker
                : before.StreamExceptionPolicy == "CONTINUE" ? ChangeEffect.Stronger
                : ChangeEffect.Neutral;
            changes.Add(
                effect,
                $"flows not seen from the start: {before.StreamExceptionPolicy} → {after.StreamExceptionPolicy}",
                place.Then("StreamExceptionPolicy")
            );
        }
        changes.AddIfDiffers(
            ChangeEffect.Neutral,
            "how long an idle flow is remembered changed",
            place.Then("FlowTimeouts")
        );
    }

    private static void Tls(ChangeCollector changes, FirewallPolicy before, FirewallPolicy after)
    {
        var place = Content.Then("TLSInspectionConfigurationArn");
        var effect = (before.TlsInspectionArn, after.TlsInspectionArn) switch
        {
            ({ }, null) => ChangeEffect.Weaker,
            (null, { }) => ChangeEffect.Stronger,
            _ => ChangeEffect.Unknown,
        };
        changes.AddIfDiffers(
            effect,
            $"inspection of TLS: {before.TlsInspectionArn ?? "none"} → {after.TlsInspectionArn ?? "none"}",
            place
        );
        var holding = Content.Then("EnableTLSSessionHolding");
        var (was, now) = (IsHolding(before), IsHolding(after));
        changes.AddIfDiffers(
            was == now ? ChangeEffect.Neutral
                : was ? ChangeEffect.Weaker
                : ChangeEffect.Stronger,
            $"holding TLS sessions until they are judged: {(was ? "on" : "off")} → {(now ? "on" : "off")}",
            holding
        );
    }

    private static bool IsHolding(FirewallPolicy policy) =>
        FirewallJson.Boolean(policy.At(Content), "EnableTLSSessionHolding"u8) ?? false;

    private static ChangeEffect OfNotices(ImmutableArray<string> before, ImmutableArray<string> after) =>
        before.Except(after, StringComparer.Ordinal).Any() ? ChangeEffect.Weaker
        : after.Except(before, StringComparer.Ordinal).Any() ? ChangeEffect.Stronger
        : ChangeEffect.Neutral;

    private static string Text(ImmutableArray<string> actions) =>
        actions.IsEmpty ? "nothing" : string.Join(", ", actions);
}
