using System.Collections.Immutable;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>What changed at an endpoint, in words, with what it means for what the endpoint keeps out.</summary>
internal static class EndpointChanges
{
    /// <summary>What tells nothing of who may do what over the endpoint.</summary>
    private static readonly ImmutableArray<string> Harmless =
    [
        "Tags",
        "CreationTimestamp",
        "NetworkInterfaceIds",
        "DnsEntries",
        "DnsOptions",
        "IpAddressType",
        "Ipv4Prefixes",
        "Ipv6Prefixes",
        "LastError",
        "FailureReason",
        "OwnerId",
        "ServiceRegion",
        "State",
        "PayerResponsibility",
    ];

    public static IReadOnlyList<StateChange> Between(VpcEndpoint before, VpcEndpoint after)
    {
        var (was, isNow) = (before.Endpoint, after.Endpoint);
        return
        [
            .. Policies(was, isNow).Select(change => change with { Paths = [after.PathOf(VpcEndpoint.PolicyMember)] }),
            .. PrivateDns(was, isNow)
                .Select(change => change with { Paths = [after.PathOf(VpcEndpoint.PrivateDnsMember)] }),
            .. Sets(was, isNow, after),
            .. Others(was, isNow),
        ];
    }

    private static ImmutableArray<StateChange> Policies(EndpointDescription before, EndpointDescription after)
    {
        if (string.Equals(before.PolicyText, after.PolicyText, StringComparison.Ordinal))
        {
            return [];
        }
        if (!before.Policy.TryGet(out var was, out var fault) || !after.Policy.TryGet(out var isNow, out fault))
        {
            return [new(ChangeEffect.Unknown, $"the policy changed, and cannot be compared: {fault}")];
        }
        return PolicyComparison.Between(was, isNow);
    }

    private static IEnumerable<StateChange> PrivateDns(EndpointDescription before, EndpointDescription after) =>
        (before.PrivateDnsEnabled, after.PrivateDnsEnabled) switch
        {
            (true, false) =>
            [
                new(ChangeEffect.Weaker, "private DNS on → off: the service's own name leads past the endpoint"),
            ],
            (false, true) => [new(ChangeEffect.Stronger, "private DNS off → on")],
            _ => [],
        };

    private static IEnumerable<StateChange> Sets(EndpointDescription was, EndpointDescription isNow, VpcEndpoint at) =>
        [
            .. Set(was.GroupIds, isNow.GroupIds, "security group", ChangeEffect.Weaker, ChangeEffect.Stronger)
                .Select(change => change with { Paths = [at.PathOf("Groups")] }),
            .. Set(was.RouteTableIds, isNow.RouteTableIds, "route table", ChangeEffect.Neutral, ChangeEffect.Weaker)
                .Select(change => change with { Paths = [at.PathOf("RouteTableIds")] }),
            .. Set(was.SubnetIds, isNow.SubnetIds, "subnet", ChangeEffect.Neutral, ChangeEffect.Neutral)
                .Select(change => change with { Paths = [at.PathOf("SubnetIds")] }),
        ];

    // More groups admit more; a route table that is let go sends its traffic to the service past the endpoint and its policy.
    private static IEnumerable<StateChange> Set(
        ImmutableArray<string> before,
        ImmutableArray<string> after,
        string what,
        ChangeEffect added,
        ChangeEffect removed
    ) =>
        [
            .. after.Except(before, StringComparer.Ordinal).Select(id => new StateChange(added, $"{what} {id} added")),
            .. before
                .Except(after, StringComparer.Ordinal)
                .Select(id => new StateChange(removed, $"{what} {id} removed")),
        ];

    private static IEnumerable<StateChange> Others(EndpointDescription before, EndpointDescription after) =>
        DocumentDifference
            .Between(before.Document, after.Document)
            .Where(difference =>
                difference.Path.Steps[0].Member
                    is not (
                        VpcEndpoint.PolicyMember
                        or VpcEndpoint.PrivateDnsMember
                        or "Groups"
                        or "RouteTableIds"
                        or "SubnetIds"
                    )
            )
            .Select(difference => new StateChange(
                Harmless.Contains(difference.Path.Steps[0].Member ?? "", StringComparer.Ordinal)
                    ? ChangeEffect.Neutral
                    : ChangeEffect.Unknown,
                $"{difference.Path}: {difference.Before?.Text ?? "nothing"} → {difference.After?.Text ?? "nothing"}"
            ));
}
