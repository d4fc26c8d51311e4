using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Interfaces;

/// <summary>
/// An EC2 instance as far as its network interfaces tell of it: all that a quarantine needs to know. It is not what DescribeInstances
/// says, and an instance without interfaces does not exist here. Nothing of it is ever changed but its interfaces.
/// </summary>
public sealed class Instance : DocumentState
{
    /// <summary>Its interfaces, by the index of their devices.</summary>
    public ImmutableArray<ElasticInterface> Interfaces =>
        [
            .. ListedDocument
                .Elements(Parts.GetValueOrDefault(ElasticInterface.DescribeNetworkInterfaces))
                .OrderBy(element => DeviceOf(element.Root))
                .Select(element =>
                    ElasticInterface.Parse(element.Root, Id.Account, Id.Region).TryGet(out var state, out _)
                        ? state
                        : null
                )
                .OfType<ElasticInterface>(),
        ];

    /// <summary>The instance with the id that elements of DescribeNetworkInterfaces are attached to; null where none is.</summary>
    public static Instance? Of(string id, IEnumerable<JsonElement> elements, string account, string region)
    {
        var own = elements.Where(element => InstanceOf(element) == id).ToList();
        return own.Count == 0
            ? null
            : new()
            {
                Id = new(ResourceTypes.Instance, id, ListedState.OwnerIn(own[0], account), region),
                VpcId = AwsJson.Text(own[0], "VpcId"u8) ?? "",
                Parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(
                    ElasticInterface.DescribeNetworkInterfaces,
                    ListedDocument.Of(own)
                ),
            };
    }

    /// <summary>The instance that an element of DescribeNetworkInterfaces is attached to, or null.</summary>
    public static string? InstanceOf(JsonElement element) =>
        AwsJson.TryMember(element, "Attachment"u8, out var attachment)
        && AwsJson.Text(attachment, "InstanceId"u8) is { Length: > 0 } id
            ? id
            : null;

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        new Instance
        {
            Id = Id,
            VpcId = VpcId,
            Unreadable = Unreadable,
            Parts = part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part),
            UnknownParts = UnknownParts,
        };

    public override OrderedCalls CallsTo(DocumentState desired) =>
        OrderedCalls.None("of an instance only the interfaces are changed, each on its own");

    public override Applied<ResourceState> Apply(ApiCall call) =>
        Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.IamAction} is not for an instance");

    private static long DeviceOf(JsonElement element) =>
        AwsJson.TryMember(element, "Attachment"u8, out var attachment)
        && AwsJson.TryMember(attachment, "DeviceIndex"u8, out var index)
        && index.ValueKind == JsonValueKind.Number
        && index.TryGetInt64(out var number)
            ? number
            : long.MaxValue;
}
