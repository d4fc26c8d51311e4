using System.Text.Json;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>Which security groups a recorded call names: by id, or by name in EC2's older calls.</summary>
internal static class SecurityGroupCalls
{
    internal static NamedResources OfOneGroup(Ec2Request call) =>
        NamedResources.Of(OneGroup(call), call.Lacks("security group, neither by groupId nor by groupName"));

    internal static NamedResources OfCreation(Ec2Request call) =>
        NamedResources.Of(
            call.Response.Text("groupId") is { } id ? [new NamedResource(ResourceTypes.SecurityGroup, id)] : [],
            call.Lacks("security group: responseElements has no groupId")
        );

    internal static NamedResources OfAttribute(Ec2Request call) =>
        NamedResources.Of(
            GroupsIn(call.Parameters),
            NamedResources.Ignored($"{call.Name} changed another attribute than the security groups")
        );

    internal static NamedResources OfInterfaces(Ec2Request call) =>
        NamedResources.Of(
            [.. GroupsIn(call.Parameters), .. GroupsAnywhereIn(call.Parameters), .. GroupsOfResponse(call.Response)],
            NamedResources.Ignored($"{call.Name} names no security group")
        );

    /// <summary>The groups of a set such as <c>groupSet</c>: its elements have an id, a name or both, or are an id.</summary>
    internal static IEnumerable<NamedResource> Groups(IEnumerable<JsonElement> set) => set.Select(Group);

    private static List<NamedResource> OneGroup(Ec2Request call)
    {
        if (call.Parameters.Text("groupId") is { } id)
        {
            return [new NamedResource(ResourceTypes.SecurityGroup, id)];
        }

        var answered = Groups(call.Response.Items("securityGroupRuleSet")).ToList();
        return answered.Count == 0 && call.Parameters.Text("groupName") is { } name
            ? [new NamedResource(ResourceTypes.SecurityGroup, null, name)]
            : answered;
    }

    private static IEnumerable<NamedResource> GroupsOfResponse(JsonElement response) =>
        [
            .. GroupsIn(response),
            .. GroupsIn(response.Member("networkInterface")),
            .. response.Items("instancesSet").SelectMany(i => GroupsIn(i).Concat(GroupsAnywhereIn(i))),
        ];

    private static IEnumerable<NamedResource> GroupsAnywhereIn(JsonElement owner) =>
        owner.Items("networkInterfaceSet").SelectMany(GroupsIn);

    private static IEnumerable<NamedResource> GroupsIn(JsonElement owner) =>
        Groups([
            .. owner.Items("groupSet"),
            .. owner.Items("groups"),
            .. owner.Items("securityGroupId"),
            .. owner.Items("securityGroupIdSet"),
        ]);

    private static NamedResource Group(JsonElement element) =>
        new(ResourceTypes.SecurityGroup, element.Text("groupId") ?? element.Text(), element.Text("groupName"));
}
