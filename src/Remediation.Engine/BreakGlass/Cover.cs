using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Engine.BreakGlass;

/// <summary>
/// What a break-glass principal's change opened, as far as one check minds it: it is put before people at once and reverted only at
/// the end. It covers exactly what was offending when it was made, and nothing that others do.
/// </summary>
/// <param name="Check">The check.</param>
/// <param name="Principal">Who made the change, as IAM calls him.</param>
/// <param name="Made">When it was made; what others had done by then is not covered.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Cover(string Check, string Principal, DateTimeOffset Made, DateTimeOffset Until)
{
    /// <summary>The traffic that it covers; null where the offence is not one of traffic, and then all that the check minds.</summary>
    public ImmutableArray<CoverRule>? Traffic { get; init; }

    /// <summary>The cover of a failing finding.</summary>
    public static Cover Of(Finding finding, string principal, DateTimeOffset now, DateTimeOffset until) =>
        new(finding.Check.Id, principal, now, until) { Traffic = TrafficOf(finding) };

    public Exemption ToExemption(ResourceId resource) =>
        new("break-glass", Check, resource.Arn, DateOnly.FromDateTime(Until.UtcDateTime), Principal, Reason())
        {
            Traffic = Traffic is { } rules
                ? rules.Aggregate(TrafficSet.Empty, (all, rule) => all.Union(rule.ToTraffic()))
                : null,
            Ends = Until,
            IsBreakGlass = true,
        };

    private string Reason() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"a break-glass change, seen at {Made.UtcDateTime:yyyy-MM-dd HH:mm}Z"
        );

    // Null as soon as one piece of evidence is about anything but addresses.
    private static ImmutableArray<CoverRule>? TrafficOf(Finding finding)
    {
        var traffic = TrafficSet.Empty;
        foreach (var evidence in finding.Evidence)
        {
            if (TrafficOf(evidence.Withdrawal) is not { } offending)
            {
                return null;
            }
            traffic = traffic.Union(offending);
        }
        return [.. traffic.ToRules().Select(CoverRule.Of)];
    }

    private static TrafficSet? TrafficOf(Withdrawal? withdrawal) =>
        withdrawal switch
        {
            TrafficWithdrawal whole => whole.Traffic,
            RuleWithdrawal { Rule.Peer: CidrPeer peer } rule => TrafficSet
                .Of(rule.Services.Intersect(rule.Rule.Service.ToServiceSet()), AddressSet.Of(peer.Cidr))
                .Except(rule.Kept),
            _ => null,
        };
}
