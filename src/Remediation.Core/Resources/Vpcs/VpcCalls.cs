using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.VpcEndpoints;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// The calls between two states of a VPC, and what they make of it. Flow logs and endpoints are compared by what they are, since
/// what is made anew has another id.
/// </summary>
internal static class VpcCalls
{
    public static OrderedCalls Between(Vpc current, Vpc desired)
    {
        var logs = Changed(Logs(current), Logs(desired), FlowLogRequests.KeyOf);
        var endpoints = Changed(InUse(current), InUse(desired), EndpointRequests.KeyOf);
        if (Impossible(current, desired, logs.Added, endpoints) is { } reason)
        {
            return OrderedCalls.None(reason);
        }
        var calls = ImmutableArray.CreateBuilder<ApiCall>();
        calls.AddRange(logs.Added.Select(FlowLogRequests.ToCreate));
        calls.AddRange(endpoints.Added.Select(EndpointRequests.ToCreate));
        if (logs.Removed.Count > 0)
        {
            calls.Add(FlowLogRequests.ToDelete(logs.Removed));
        }
        if (endpoints.Removed.Count > 0)
        {
            calls.Add(EndpointRequests.ToDelete(endpoints.Removed));
        }
        return OrderedCalls.Of(calls.ToImmutable());
    }

    public static Applied<ResourceState> Apply(Vpc vpc, ApiCall call) =>
        (call.Service, call.Operation) switch
        {
            ("ec2", FlowLogRequests.Create) => CreateLogs(vpc, call),
            ("ec2", EndpointRequests.Create) => CreateEndpoint(vpc, call),
            ("ec2", FlowLogRequests.Delete) => Remove(
                vpc,
                call,
                Vpc.FlowLogsPart,
                "FlowLogId",
                "InvalidFlowLogId.NotFound"
            ),
            ("ec2", EndpointRequests.Delete) => Remove(
                vpc,
                call,
                Vpc.EndpointsPart,
                "VpcEndpointId",
                "InvalidVpcEndpointId.NotFound"
            ),
            _ => Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} is not a call on a VPC that this version knows"
            ),
        };

    private static string? Impossible(
        Vpc current,
        Vpc desired,
        List<FlowLog> added,
        (List<EndpointDescription> Added, List<EndpointDescription> Removed) endpoints
    )
    {
        if (current.FlowLogs.UnknownReason is { } logs)
        {
            return $"the flow logs of the VPC are not known: {logs}";
        }
        if (current.Endpoints.UnknownReason is { } unknown)
        {
            return $"the endpoints in the VPC are not known: {unknown}";
        }
        var places = Logs(current).Select(Place).ToHashSet();
        if (added.Find(log => places.Contains(Place(log))) is { } second)
        {
            return $"there is a flow log of {second} already, and AWS takes no other beside it; to delete it first would leave a gap";
        }
        var changed = endpoints.Added.Find(one => endpoints.Removed.Exists(other => other.Id == one.Id));
        if (changed is not null)
        {
            return $"endpoint {changed.Id} is changed on its own, not with its VPC";
        }
        if (endpoints.Added.Find(one => IsInTheWay(current, one)) is { } early)
        {
            return $"the endpoint for {early.ServiceName} is still being deleted, and AWS makes no other with its private DNS "
                + "name until it is gone; try again in some minutes";
        }
        var others = desired
            .DifferencesTo(current)
            .FirstOrDefault(item => item.Path.Steps[0].Member is not (Vpc.FlowLogsPart or Vpc.EndpointsPart));
        return others is null ? null : $"no call of this version puts {others.Path} back";
    }

    private static bool IsInTheWay(Vpc vpc, EndpointDescription wanted) =>
        wanted.PrivateDnsEnabled
        && Endpoints(vpc).Exists(endpoint => endpoint.IsDeleting && endpoint.ServiceName == wanted.ServiceName);

    private static (List<T> Added, List<T> Removed) Changed<T>(List<T> from, List<T> to, Func<T, string> key)
    {
        var (before, after) = (Keys(from), Keys(to));
        return (to.FindAll(item => !before.Contains(key(item))), from.FindAll(item => !after.Contains(key(item))));

        HashSet<string> Keys(List<T> items) => items.Select(key).ToHashSet(StringComparer.Ordinal);
    }

    private static List<FlowLog> Logs(Vpc vpc) => [.. vpc.FlowLogs.Value ?? []];

    // One that is going or never came does not stand for one that is wanted.
    private static List<EndpointDescription> InUse(Vpc vpc) => Endpoints(vpc).FindAll(endpoint => endpoint.IsInUse);

    private static List<EndpointDescription> Endpoints(Vpc vpc) => [.. vpc.Endpoints.Value ?? []];

    private static Applied<ResourceState> CreateLogs(Vpc vpc, ApiCall call)
    {
        var created = FlowLogRequests.Created(call).ToList();
        if (created.Count == 0)
        {
            return Applied<ResourceState>.Refused(
                "MissingParameter",
                "CreateFlowLogs names no resource in ResourceIds"
            );
        }
        var existing = Logs(vpc).Select(Place).ToHashSet();
        return created.Exists(log => existing.Contains(Place(new(log))))
            ? Applied<ResourceState>.Refused(
                "FlowLogAlreadyExists",
                "there is a flow log of the same traffic of the same resource to the same destination"
            )
            : Added(vpc, Vpc.FlowLogsPart, created);
    }

    private static (string Resource, string Traffic, string Destination) Place(FlowLog log) =>
        (log.ResourceId, log.TrafficType, log.Destination);

    private static Applied<ResourceState> CreateEndpoint(Vpc vpc, ApiCall call) =>
        AwsJson.Text(call.Parameters, "VpcId"u8) == vpc.Id.Id
            ? Added(vpc, Vpc.EndpointsPart, [EndpointRequests.Created(call)])
            : Applied<ResourceState>.Refused(
                "InvalidVpcId.NotFound",
                $"the call makes an endpoint in another VPC than {vpc.Id}"
            );

    private static Applied<ResourceState> Added(Vpc vpc, string operation, IEnumerable<AwsDocument> items) =>
        Applied<ResourceState>.To(
            vpc.WithPart(
                operation,
                ListedDocument.Of(
                    ListedDocument
                        .Elements(vpc.Parts.GetValueOrDefault(operation))
                        .Concat(items)
                        .Select(item => item.Root)
                )
            )
        );

    private static Applied<ResourceState> Remove(Vpc vpc, ApiCall call, string operation, string key, string notFound)
    {
        var ids =
            call.Parameters.TryGetProperty(key + "s", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal)
                : [];
        var items = ListedDocument.Elements(vpc.Parts.GetValueOrDefault(operation)).ToList();
        var left = items.FindAll(item => !ids.Contains(item.Root.GetProperty(key).ToString()));
        return items.Count - left.Count == ids.Count && ids.Count > 0
            ? Applied<ResourceState>.To(vpc.WithPart(operation, ListedDocument.Of(left.Select(item => item.Root))))
            : Applied<ResourceState>.Refused(notFound, $"{vpc.Id} does not have all of {string.Join(", ", ids)}");
    }
}
