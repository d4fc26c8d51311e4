using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Shield;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Engine.Undo;

/// <summary>
/// Takes what a remediation changed back out of the present state of its resource, and nothing else: a three-way merge in the terms
/// of each kind of resource. Pure. What it leads to still has to be possible by calls.
/// </summary>
public static class UndoMerge
{
    private const int MostShown = 160;

    /// <param name="replay">The states before and after the remediation.</param>
    /// <param name="present">The state now.</param>
    /// <param name="mode">How it meets what is not plain.</param>
    public static MergedState Of(LedgerReplay replay, ResourceState present, MergeMode mode) =>
        (replay.Prior, replay.Made, present) switch
        {
            (SecurityGroup prior, SecurityGroup made, SecurityGroup now) => OfGroup(prior, made, now, mode),
            (NetworkAcl prior, NetworkAcl made, NetworkAcl now) => OfAcl(prior, made, now, mode),
            (RouteTable prior, RouteTable made, RouteTable now) => OfRoutes(prior, made, now, mode),
            (Vpc prior, Vpc made, Vpc now) => OfVpc(prior, made, now, mode),
            (VpcEndpoint prior, VpcEndpoint made, VpcEndpoint now) => OfEndpoint(prior, made, now, mode),
            (ShieldProtections prior, ShieldProtections made, ShieldProtections now) => OfShield(
                prior,
                made,
                now,
                mode
            ),
            (DocumentState prior, DocumentState made, DocumentState now) => OfDocument(prior, made, now, mode),
            _ => throw new ArgumentException("the three states are not of one kind", nameof(present)),
        };

    // Ids of rules are AWS's to give: a rule is told by what it lets through, and carries a description and tags.
    private static MergedState OfGroup(SecurityGroup prior, SecurityGroup made, SecurityGroup present, MergeMode mode)
    {
        var merge = new ElementMerge<SecurityGroupRule>(
            rule => $"{rule.Direction} {rule}",
            (one, other) =>
                (one.Description ?? "") == (other.Description ?? "")
                && one.Tags.Order(TagOrder).SequenceEqual(other.Tags.Order(TagOrder)),
            rule => ($"rule {rule}", RuleContent(rule)),
            mode
        );
        var rules = merge.Merge(prior.Rules, made.Rules, present.Rules);
        return new(present.WithRules(rules), merge.Conflicts);
    }

    private static Comparer<Tag> TagOrder { get; } =
        Comparer<Tag>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));

    private static string RuleContent(SecurityGroupRule rule) =>
        string.Join(
            " ",
            new[] { rule.ToString() }
                .Concat(rule.Description is { Length: > 0 } description ? [$"\"{description}\""] : [])
                .Concat(rule.Tags.Select(tag => $"{tag.Key}={tag.Value}"))
        );

    private static MergedState OfAcl(NetworkAcl prior, NetworkAcl made, NetworkAcl present, MergeMode mode)
    {
        var merge = new ElementMerge<NetworkAclEntry>(
            entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Direction} {entry.RuleNumber}"),
            (one, other) => one == other,
            entry => ($"{Word(entry.Direction)} entry {entry.RuleNumber}", entry.ToString()),
            mode
        );
        var entries = merge.Merge(prior.Entries, made.Entries, present.Entries);
        return new(present.WithEntries(entries), merge.Conflicts);
    }

    private static string Word(Direction direction) => direction == Direction.Ingress ? "ingress" : "egress";

    private static MergedState OfRoutes(RouteTable prior, RouteTable made, RouteTable present, MergeMode mode)
    {
        var merge = new ElementMerge<Route>(
            route => route.Destination,
            (one, other) => one.LeadsAs(other),
            route => ($"route to {route.Destination}", route.ToString()),
            mode
        );
        var routes = merge.Merge(prior.Routes, made.Routes, present.Routes);
        var gone = present
            .Routes.Select(route => route.Destination)
            .Except(routes.Select(route => route.Destination), StringComparer.Ordinal)
            .Aggregate(present, (table, destination) => table.WithRoute(destination, null));
        return new(
            routes.Aggregate(gone, (table, route) => table.WithRoute(route.Destination, route)),
            merge.Conflicts
        );
    }

    // What was made anew has another id: flow logs and endpoints are told by what they are.
    private static MergedState OfVpc(Vpc prior, Vpc made, Vpc present, MergeMode mode)
    {
        var logs = new ElementMerge<FlowLog>(
            log => log.Likeness,
            (_, _) => true,
            log => ($"flow log of {log.ResourceId}", log.ToString()),
            mode
        );
        var endpoints = new ElementMerge<EndpointDescription>(
            endpoint => endpoint.Likeness,
            (_, _) => true,
            endpoint => ($"endpoint for {endpoint.ServiceName}", endpoint.ServiceName),
            mode
        );
        var (logsNow, endpointsNow) = (Logs(present), present.Endpoints.Value ?? []);
        var usedNow = endpointsNow.FindAll(endpoint => endpoint.IsInUse);
        var mergedLogs = logs.Merge(Logs(prior), Logs(made), logsNow);
        var mergedEndpoints = endpoints.Merge(InUse(prior), InUse(made), usedNow);
        var withLogs = With(present, Vpc.FlowLogsPart, logsNow, mergedLogs, log => log.Document);
        var both = With(
            withLogs,
            Vpc.EndpointsPart,
            usedNow,
            mergedEndpoints,
            endpoint => endpoint.Document,
            endpointsNow.FindAll(endpoint => !endpoint.IsInUse)
        );
        return new(both, [.. logs.Conflicts, .. endpoints.Conflicts]);
    }

    private static ImmutableList<FlowLog> Logs(Vpc vpc) => vpc.FlowLogs.Value ?? [];

    private static ImmutableList<EndpointDescription> InUse(Vpc vpc) =>
        (vpc.Endpoints.Value ?? []).FindAll(endpoint => endpoint.IsInUse);

    private static MergedState OfShield(
        ShieldProtections prior,
        ShieldProtections made,
        ShieldProtections present,
        MergeMode mode
    )
    {
        var merge = new ElementMerge<ShieldProtection>(
            protection => protection.ResourceArn,
            (_, _) => true,
            protection => ($"protection of {protection.ResourceArn}", protection.Name),
            mode
        );
        var now = Listed(present);
        var merged = merge.Merge(Listed(prior), Listed(made), now);
        return new(
            With(present, ShieldProtections.ProtectionsPart, now, merged, item => item.Document),
            merge.Conflicts
        );
    }

    private static ImmutableList<ShieldProtection> Listed(ShieldProtections state) => state.Protections.Value ?? [];

    // A part that is not there at all says the same as an empty list.
    private static DocumentState With<T>(
        DocumentState state,
        string operation,
        ImmutableList<T> present,
        ImmutableArray<T> merged,
        Func<T, AwsDocument> document,
        ImmutableList<T>? others = null
    ) =>
        present.SequenceEqual(merged)
            ? state
            : state.WithPart(
                operation,
                ListedDocument.Of(merged.Concat(others ?? []).Select(item => document(item).Root))
            );

    private static MergedState OfEndpoint(VpcEndpoint prior, VpcEndpoint made, VpcEndpoint present, MergeMode mode) =>
        EndpointMerge.Of(prior, made, present, mode);

    private static MergedState OfDocument(
        DocumentState prior,
        DocumentState made,
        DocumentState present,
        MergeMode mode
    )
    {
        var merge = new DocumentMerge(mode.IsForced, mode.IsResumed);
        var (was, became, isNow) = (prior.Substance, made.Substance, present.Substance);
        var desired = present;
        foreach (var operation in was.Keys.Union(became.Keys, StringComparer.Ordinal))
        {
            var now = isNow.GetValueOrDefault(operation);
            var merged = merge.Merge(
                DocumentPath.Of(operation),
                was.GetValueOrDefault(operation),
                became.GetValueOrDefault(operation),
                now
            );
            if (!Equals(merged, now))
            {
                desired = desired.WithPart(operation, merged);
            }
        }
        return new(desired, [.. merge.Conflicts.Select(Told)]);
    }

    private static UndoConflict Told(DocumentConflict conflict) =>
        new(Place(conflict.Path), Text(conflict.Prior), Text(conflict.Made), Text(conflict.Present));

    // Within the output that it stands in; where that is in conflict as a whole, by the output's name.
    private static string Place(DocumentPath path) => (path.Steps.Length > 1 ? path.Skip(1) : path).ToString();

    internal static string Text(AwsDocument? document) =>
        document is null ? "nothing"
        : document.Text.Length <= MostShown ? document.Text
        : document.Text[..MostShown] + "…";
}
