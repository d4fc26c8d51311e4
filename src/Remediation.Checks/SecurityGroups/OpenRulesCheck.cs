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

    private static void Examine(
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
                Add(ref open, rule, watched, AddressSet.Of(peer.Cidr), context);
                break;
            case PrefixListPeer peer:
                var list = context.Surroundings.PrefixList(peer.PrefixListId);
                if (list.Value is { } known)
                {
                    Add(ref open, rule, watched, known.Addresses, context);
                    break;
                }
                (unknown ??= []).Add(Unresolved(rule, peer, list.UnknownReason));
                break;
            default:
                // The members of a security group have private addresses only.
                break;
        }
    }

    private static void Add(
        ref List<OpenRule>? open,
        SecurityGroupRule rule,
        ServiceSet watched,
        AddressSet addresses,
        CheckContext context
    )
    {
        var services = rule.Service.ToServiceSet().Intersect(watched);
        var traffic = TrafficSet.Of(services, addresses.Intersect(context.Internet.Addresses));
        if (!traffic.IsEmpty)
        {
            (open ??= []).Add(
                new(rule, traffic, context.Exemptions.IsEmpty ? TrafficSet.Empty : context.ExemptedTraffic)
            );
        }
    }

    private CheckResult Result(List<OpenRule> open, List<string> unknown, CheckContext context)
    {
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        var exempted = ImmutableArray.CreateBuilder<Evidence>();
        var offending = open.Aggregate(AddressSet.Empty, (all, rule) => all.Union(rule.Offending.Addresses));
        var severity =
            context.Internet.Of(offending) == Exposure.Anywhere ? Metadata.Severity : Lower(Metadata.Severity);
        foreach (var rule in open)
        {
            (rule.Offending.IsEmpty ? exempted : evidence).Add(EvidenceOf(rule, severity, context));
        }
        return CheckResult.Of(evidence.ToImmutable(), [.. unknown], exempted.ToImmutable());
    }

    private Evidence EvidenceOf(OpenRule open, Severity severity, CheckContext context)
    {
        var (rule, shown) = (open.Rule, open.Offending.IsEmpty ? open.Traffic : open.Offending);
        var services = shown.Services;
        return new(rule.ToString(), $"{services} {(Direction == Direction.Ingress ? "from" : "to")} {rule.Peer}")
        {
            Rule = rule.RuleId,
            Description = rule.Description,
            Severity = severity,
            Note = rule.Peer is PrefixListPeer ? $"the list holds {EntriesOf(rule, context)}" : null,
            Withdrawal = WithdrawalOf(open, services, context),
        };
    }

    private RuleWithdrawal WithdrawalOf(OpenRule open, ServiceSet services, CheckContext context)
    {
        var kept = TrafficSet.Of(services, Kept(context)).Union(open.Exempted);
        return new(open.Rule, services, kept)
        {
            MaxReplacementRules = (int)context.Settings.Integer(CheckParameters.MaxReplacementRules),
            MayGoWhole = context.Settings.Choice(CheckParameters.OnTooManyRules) == CheckParameters.Remove,
        };
    }

    private static string EntriesOf(SecurityGroupRule rule, CheckContext context)
    {
        var list = context.Surroundings.PrefixList(((PrefixListPeer)rule.Peer).PrefixListId).Value!;
        return string.Join(", ", list.Entries.Where(context.Internet.Touches).Take(5));
    }

    private static string Unresolved(SecurityGroupRule rule, PrefixListPeer peer, string? reason) =>
        $"rule {rule.RuleId ?? rule.ToString()} allows {rule}, and what {peer} holds is not known: "
        + (reason ?? "there is no such prefix list");

    private static Severity Lower(Severity severity) => severity > Severity.Medium ? Severity.Medium : Severity.Low;

    private sealed record OpenRule(SecurityGroupRule Rule, TrafficSet Traffic, TrafficSet Exempted)
    {
        public TrafficSet Offending { get; } = Traffic.Except(Exempted);
    }
}
