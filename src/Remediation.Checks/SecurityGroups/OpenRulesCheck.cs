using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Checks.SecurityGroups;

/// <summary>
/// A check that fails when rules of one direction allow watched services with the untrusted internet, however they write it:
/// by one block, by many, by IPv6, by a prefix list, by a protocol number or by all protocols.
/// </summary>
public abstract class OpenRulesCheck : Check<SecurityGroup>
{
    private protected abstract Direction Direction { get; }

    private string Preposition => Direction == Direction.Ingress ? "from" : "to";

    /// <summary>The services that must not be open.</summary>
    private protected abstract ServiceSet Watched(EffectiveSettings settings);

    /// <summary>The addresses that keep the service when it is taken from the internet.</summary>
    private protected virtual AddressSet Kept(CheckContext context) =>
        context.Settings.Fix == Fix.Narrow ? context.Internet.Trusted : AddressSet.Empty;

    protected sealed override CheckResult Evaluate(SecurityGroup state, CheckContext context)
    {
        var watched = Watched(context.Settings);
        List<OpenRule>? open = null;
        List<string>? unknown = null;
        foreach (var rule in state.Rules)
        {
            if (rule.Direction == Direction && watched.Overlaps(rule.Service))
            {
                Examine(rule, watched, context, ref open, ref unknown);
            }
        }
        return open is null && unknown is null ? CheckResult.Pass : Result(open ?? [], unknown ?? [], context);
    }

    protected sealed override DesiredState Desired(SecurityGroup state, CheckContext context) =>
        SecurityGroupFix.Apply(state, Evaluate(state, context), context.Surroundings);

    private void Examine(
        SecurityGroupRule rule,
        ServiceSet watched,
        CheckContext context,
        ref List<OpenRule>? open,
        ref List<string>? unknown
    )
    {
        switch (rule.Peer)
        {
            case CidrPeer peer when context.Internet.Touches(peer.Cidr):
                Add(ref open, rule, With(rule, watched, peer.Cidr, context), context);
                break;
            case PrefixListPeer peer:
                var list = context.Surroundings.PrefixList(peer.PrefixListId);
                if (list.Value is { } known)
                {
                    Add(ref open, rule, Within(rule, watched, known, context), context);
                    break;
                }
                (unknown ??= []).Add(Unresolved(rule, peer, list.UnknownReason));
                break;
            default:
                // The members of a security group have private addresses only.
                break;
        }
    }

    private WatchedTraffic With(SecurityGroupRule rule, ServiceSet watched, Cidr cidr, CheckContext context) =>
        context.Watched.Known(rule.Service, cidr)
        ?? context.Watched.Of(
            context.Watched.Of(rule.Service, watched, Kept(context)),
            cidr,
            context.Internet,
            Preposition
        );

    private WatchedTraffic Within(SecurityGroupRule rule, ServiceSet watched, PrefixList list, CheckContext context) =>
        new(
            context.Watched.Of(rule.Service, watched, Kept(context)),
            list.Addresses.Intersect(context.Internet.Addresses),
            rule.Peer.ToString(),
            Preposition
        );

    private static void Add(
        ref List<OpenRule>? open,
        SecurityGroupRule rule,
        WatchedTraffic traffic,
        CheckContext context
    )
    {
        if (!traffic.Addresses.IsEmpty)
        {
            (open ??= []).Add(
                context.Exemptions.IsEmpty
                    ? new OpenRule(rule, traffic)
                    : OpenRule.Exempting(rule, traffic, context.ExemptedTraffic)
            );
        }
    }

    private CheckResult Result(List<OpenRule> open, List<string> unknown, CheckContext context)
    {
        var offending = open.Count == 1 ? open[0].Addresses : AllAddresses(open);
        var severity =
            context.Internet.Of(offending) == Exposure.Anywhere ? Metadata.Severity : Lower(Metadata.Severity);
        var evidence = ImmutableArray.CreateBuilder<Evidence>(open.Count);
        var exempted = ImmutableArray.CreateBuilder<Evidence>();
        foreach (var rule in open)
        {
            (rule.IsExempted ? exempted : evidence).Add(EvidenceOf(rule, severity, context));
        }
        return CheckResult.Of(evidence.DrainToImmutable(), [.. unknown], exempted.DrainToImmutable());
    }

    private static AddressSet AllAddresses(List<OpenRule> open) =>
        open.Aggregate(AddressSet.Empty, (all, rule) => all.Union(rule.Addresses));

    private Evidence EvidenceOf(OpenRule open, Severity severity, CheckContext context) =>
        new(open.Traffic.RuleText, TextOf(open))
        {
            Rule = open.Rule.RuleId,
            Description = open.Rule.Description,
            Severity = severity,
            Note = open.Rule.Peer is PrefixListPeer ? $"the list holds {EntriesOf(open.Rule, context)}" : null,
            Withdrawal = new RuleWithdrawal(open.Rule, open.Services, KeptOf(open, context))
            {
                MaxReplacementRules = (int)context.Settings.Integer(CheckParameters.MaxReplacementRules),
                MayGoWhole = context.Settings.Choice(CheckParameters.OnTooManyRules) == CheckParameters.Remove,
            },
        };

    private string TextOf(OpenRule open) =>
        open.Exempted is null ? open.Traffic.Text : $"{open.Services} {Preposition} {open.Rule.Peer}";

    private TrafficSet KeptOf(OpenRule open, CheckContext context) =>
        open.Exempted is null
            ? open.Traffic.Watched.Kept
            : TrafficSet.Of(open.Services, Kept(context)).Union(open.Exempted);

    private static string EntriesOf(SecurityGroupRule rule, CheckContext context)
    {
        var list = context.Surroundings.PrefixList(((PrefixListPeer)rule.Peer).PrefixListId).Value!;
        return string.Join(", ", list.Entries.Where(context.Internet.Touches).Take(5));
    }

    private static string Unresolved(SecurityGroupRule rule, PrefixListPeer peer, string? reason) =>
        $"rule {rule.RuleId ?? rule.ToString()} allows {rule}, and what {peer} holds is not known: "
        + (reason ?? "there is no such prefix list");

    private static Severity Lower(Severity severity) => severity > Severity.Medium ? Severity.Medium : Severity.Low;
}
