using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// The call between two states of an endpoint, and what it makes of it.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html.
/// </summary>
internal static class EndpointModification
{
    private const string Operation = "ModifyVpcEndpoint";

    /// <summary>Assigned by AWS, or of no account for what the endpoint does; nobody can put them back.</summary>
    private static readonly ImmutableArray<string> Assigned =
    [
        "State",
        "CreationTimestamp",
        "NetworkInterfaceIds",
        "DnsEntries",
        "LastError",
        "FailureReason",
        "PayerResponsibility",
    ];

    public static OrderedCalls Between(VpcEndpoint current, VpcEndpoint desired)
    {
        var (from, to) = (current.Endpoint, desired.Endpoint);
        var changed = new List<string>();
        var call = ApiCall.Create(
            "ec2",
            Operation,
            ApiCallEffect.Changes,
            $"modify endpoint  {current.Id} ({from.ServiceName})",
            writer =>
            {
                writer.WriteString("VpcEndpointId", current.Id.Id);
                WritePolicy(writer, from, to, changed);
                if (from.PrivateDnsEnabled != to.PrivateDnsEnabled)
                {
                    changed.Add(VpcEndpoint.PrivateDnsMember);
                    writer.WriteBoolean(VpcEndpoint.PrivateDnsMember, to.PrivateDnsEnabled);
                }
                WriteSet(writer, "SecurityGroupIds", from.GroupIds, to.GroupIds, changed);
                WriteSet(writer, "SubnetIds", from.SubnetIds, to.SubnetIds, changed);
                WriteSet(writer, "RouteTableIds", from.RouteTableIds, to.RouteTableIds, changed);
            }
        );
        return LeftOver(current, desired) is { } path
            ? OrderedCalls.None($"no call of this version puts {path} back")
            : OrderedCalls.Of(changed.Count == 0 ? [] : [call]);
    }

    public static Applied<ResourceState> Apply(VpcEndpoint endpoint, ApiCall call)
    {
        if (call.Service != "ec2" || call.Operation != Operation)
        {
            return Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} is not a call on an endpoint that this version knows"
            );
        }
        var request = call.Parameters;
        if (AwsJson.Text(request, "VpcEndpointId"u8) != endpoint.Id.Id)
        {
            return Refused("InvalidVpcEndpointId.NotFound", $"the call is for another endpoint than {endpoint.Id}");
        }
        if (Misfit(endpoint.Endpoint, request) is { } misfit)
        {
            return Refused(CallError.InvalidParameter, misfit);
        }
        var document = endpoint.Endpoint.Document;
        document = WithPolicy(document, request);
        if (AwsJson.Boolean(request, "PrivateDnsEnabled"u8) is { } isEnabled)
        {
            document = document.With(
                DocumentPath.Of(VpcEndpoint.PrivateDnsMember),
                AwsDocument.Parse(isEnabled ? "true" : "false")
            );
        }
        document = WithSet(document, request, "SecurityGroupIds", "Groups");
        document = WithSet(document, request, "SubnetIds", "SubnetIds");
        document = WithSet(document, request, "RouteTableIds", "RouteTableIds");
        return Applied<ResourceState>.To(endpoint.With(document));
    }

    private static void WritePolicy(
        Utf8JsonWriter writer,
        EndpointDescription from,
        EndpointDescription to,
        List<string> changed
    )
    {
        if (IsSamePolicy(from.PolicyText, to.PolicyText))
        {
            return;
        }
        changed.Add(VpcEndpoint.PolicyMember);
        if (to.PolicyText is null)
        {
            writer.WriteBoolean("ResetPolicy", true);
        }
        else
        {
            writer.WriteString(VpcEndpoint.PolicyMember, to.PolicyText);
        }
    }

    private static void WriteSet(
        Utf8JsonWriter writer,
        string name,
        ImmutableArray<string> from,
        ImmutableArray<string> to,
        List<string> changed
    )
    {
        Write("Add", to.Except(from, StringComparer.Ordinal));
        Write("Remove", from.Except(to, StringComparer.Ordinal));

        void Write(string verb, IEnumerable<string> ids)
        {
            var sorted = ids.Order(StringComparer.Ordinal).ToList();
            if (sorted.Count == 0)
            {
                return;
            }
            changed.Add(name);
            writer.WriteStartArray(verb + name);
            foreach (var id in sorted)
            {
                writer.WriteStringValue(id);
            }
            writer.WriteEndArray();
        }
    }

    // Two texts of the same JSON are one policy to AWS.
    private static bool IsSamePolicy(string? one, string? other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || (one is not null && other is not null && Json(one) is { } mine && mine.Equals(Json(other)));

    private static AwsDocument? Json(string text)
    {
        try
        {
            return AwsDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DocumentPath? LeftOver(VpcEndpoint current, VpcEndpoint desired) =>
        DocumentDifference
            .Between(current.Endpoint.Document, desired.Endpoint.Document)
            .Select(difference => difference.Path)
            .FirstOrDefault(path =>
                path.Steps[0].Member is { } member
                && !Assigned.Contains(member, StringComparer.Ordinal)
                && member
                    is not (
                        VpcEndpoint.PolicyMember
                        or VpcEndpoint.PrivateDnsMember
                        or "Groups"
                        or "SubnetIds"
                        or "RouteTableIds"
                    )
            );

    private static string? Misfit(EndpointDescription endpoint, JsonElement request)
    {
        var resets = AwsJson.Boolean(request, "ResetPolicy"u8) ?? false;
        if (resets && request.TryGetProperty(VpcEndpoint.PolicyMember, out _))
        {
            return "a policy is either given or reset";
        }
        var isGateway = endpoint.Type == VpcEndpointType.Gateway;
        string[] misplaced = isGateway
            ? ["PrivateDnsEnabled", "AddSecurityGroupIds", "AddSubnetIds"]
            : ["AddRouteTableIds", "RemoveRouteTableIds"];
        return Array.Find(misplaced, name => request.TryGetProperty(name, out _)) is { } wrong
            ? $"{wrong} is not for an endpoint of type {endpoint.Type}"
            : null;
    }

    private static AwsDocument WithPolicy(AwsDocument document, JsonElement request)
    {
        var text =
            AwsJson.Boolean(request, "ResetPolicy"u8) == true
                ? PolicyDocument.FullAccessText
                : AwsJson.Text(request, "PolicyDocument"u8);
        return text is null
            ? document
            : document.With(
                DocumentPath.Of(VpcEndpoint.PolicyMember),
                AwsDocument.Build(writer => writer.WriteStringValue(text))
            );
    }

    private static AwsDocument WithSet(AwsDocument document, JsonElement request, string parameter, string member)
    {
        var isGroup = member == "Groups";
        var added = Texts(request, "Add" + parameter);
        var removed = Texts(request, "Remove" + parameter);
        if (added.Count + removed.Count == 0)
        {
            return document;
        }
        var items = new JsonArray();
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in ListedDocument.Elements(document.At(DocumentPath.Of(member))))
        {
            var id = isGroup ? AwsJson.Text(item.Root, "GroupId"u8) ?? "" : item.Root.ToString();
            if (!removed.Contains(id) && held.Add(id))
            {
                items.Add(JsonNode.Parse(item.Text));
            }
        }
        foreach (var id in added.Where(held.Add))
        {
            items.Add(isGroup ? new JsonObject { ["GroupId"] = id } : JsonValue.Create(id));
        }
        return document.With(DocumentPath.Of(member), AwsDocument.Build(writer => items.WriteTo(writer)));
    }

    private static HashSet<string> Texts(JsonElement request, string name) =>
        request.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => item.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];

    private static Applied<ResourceState> Refused(string code, string message) =>
        Applied<ResourceState>.Refused(code, message);
}
