using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Interfaces;

/// <summary>
/// Whether a VPC has the security group that the engine moves interfaces into to cut them off, and which one it is. Its id is the
/// VPC's. What the group lets through, the group itself says: see <see cref="SecurityGroup"/>.
/// </summary>
public sealed class IsolationGroup : DocumentState
{
    /// <summary>The name, which is unique within a VPC.</summary>
    public const string GroupName = "remediation-isolation";

    /// <summary>The description.</summary>
    public const string GroupDescription = "Cuts off whatever is in it. Kept by Remediation";

    /// <summary>The tag by which the engine knows what it made. It proves nothing of the group's rules.</summary>
    public static Tag OwnTag { get; } = new("remediation:isolation", "true");

    private const string GroupPart = "isolation-group";
    private const string IdMember = "GroupId";
    private const string Own = "IsOwn";

    public bool Exists => Parts.ContainsKey(GroupPart);

    /// <summary>Whether it bears the engine's tag.</summary>
    public bool IsOwn => Parts.TryGetValue(GroupPart, out var part) && AwsJson.Boolean(part.Root, "IsOwn"u8) == true;

    /// <summary>The group's id, or null where there is none or AWS has not given it yet.</summary>
    public string? GroupId => Parts.TryGetValue(GroupPart, out var part) ? AwsJson.Text(part.Root, "GroupId"u8) : null;

    /// <summary>Of the groups of an account, the one of the VPC; or that there is none.</summary>
    public static IsolationGroup Of(string vpcId, IEnumerable<SecurityGroup> groups, string account, string region)
    {
        var group = groups.FirstOrDefault(group => group.VpcId == vpcId && group.Name == GroupName);
        return new()
        {
            Id = new(
                ResourceTypes.IsolationGroup,
                vpcId,
                group?.Id.Account is { Length: > 0 } owner ? owner : account,
                region
            ),
            VpcId = vpcId,
            Parts = group is null ? Nothing : Nothing.Add(GroupPart, Told(group.Id.Id, IsEngines(group))),
        };
    }

    /// <summary>Whether a group is called and tagged as the engine's own.</summary>
    public static bool IsEngines(SecurityGroup group) => group.Name == GroupName && group.Tags.Contains(OwnTag);

    /// <summary>The state of a document of the ledger.</summary>
    public static IsolationGroup Read(ResourceId id, JsonElement document) =>
        new()
        {
            Id = id,
            VpcId = id.Id,
            Parts = AwsJson.TryMember(document, "isolation-group"u8, out var part)
                ? Nothing.Add(GroupPart, AwsDocument.Of(part))
                : Nothing,
        };

    /// <summary>The same VPC with the group.</summary>
    public IsolationGroup Made() => (IsolationGroup)WithPart(GroupPart, Told(null, isOwn: true));

    /// <summary>The group as EC2 makes it: with the one rule that lets everything out.</summary>
    /// <param name="call">A call of <see cref="CallsTo"/>.</param>
    /// <param name="groupId">The id that it gets.</param>
    public SecurityGroup AsCreated(ApiCall call, string groupId) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, groupId, Id.Account, Id.Region),
            Name = AwsJson.Text(call.Parameters, "GroupName"u8) ?? "",
            Description = AwsJson.Text(call.Parameters, "Description"u8) ?? "",
            VpcId = Id.Id,
            Tags =
            [
                .. AwsJson
                    .Array(call.Parameters, "TagSpecifications"u8)
                    .SelectMany(specification => TagJson.Read(specification, "Tags"u8)),
            ],
            Rules = [new(Direction.Egress, Service.All, new CidrPeer(Cidr.AnyIPv4))],
        };

    /// <summary>The group as it will be once it is made, under an id that stands in for the one that AWS gives.</summary>
    public SecurityGroup AsPlanned()
    {
        var call = Create();
        return AsCreated(call, StandInId.For("sg", call.ParametersJson));
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        new IsolationGroup
        {
            Id = Id,
            VpcId = VpcId,
            Unreadable = Unreadable,
            Parts = part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part),
            UnknownParts = UnknownParts,
        };

    public override OrderedCalls CallsTo(DocumentState desired) =>
        desired is not IsolationGroup { Exists: true } ? OrderedCalls.None("the group is not taken away again")
        : !Exists ? OrderedCalls.Of([Create()])
        : IsOwn ? OrderedCalls.Of([])
        : OrderedCalls.None($"{GroupId} is called {GroupName}, and the engine did not make it");

    public override Applied<ResourceState> Apply(ApiCall call) =>
        call is not { Service: "ec2", Operation: "CreateSecurityGroup" }
            ? Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} does not make an isolation group"
            )
        : Exists
            ? Applied<ResourceState>.Refused(
                CallError.GroupDuplicate,
                $"The security group '{GroupName}' already exists for VPC '{Id.Id}'"
            )
        : !call.Equals(Create())
            ? Applied<ResourceState>.Refused(CallError.InvalidParameter, "the call does not make this group")
        : Applied<ResourceState>.To(Made());

    // The id is AWS's to give.
    private protected override ImmutableArray<DocumentPath> Volatile => [DocumentPath.Of(GroupPart, IdMember)];

    private static ImmutableSortedDictionary<string, AwsDocument> Nothing =>
        ImmutableSortedDictionary<string, AwsDocument>.Empty;

    private static AwsDocument Told(string? groupId, bool isOwn) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            if (groupId is not null)
            {
                writer.WriteString(IdMember, groupId);
            }
            writer.WriteBoolean(Own, isOwn);
            writer.WriteEndObject();
        });

    private ApiCall Create() =>
        ApiCall.Create(
            "ec2",
            "CreateSecurityGroup",
            ApiCallEffect.Adds,
            $"create security group {GroupName} in {Id.Id}",
            writer =>
            {
                writer.WriteString("GroupName", GroupName);
                writer.WriteString("Description", GroupDescription);
                writer.WriteString("VpcId", Id.Id);
                TagSpecification.Write(writer, "security-group", [OwnTag]);
            }
        );
}
