using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// Reads a network ACL from AWS's JSON: an element of EC2 DescribeNetworkAcls, or the configuration of an AWS Config item. What of
/// it cannot be understood is told in <see cref="ResourceState.Unreadable"/>; unknown fields are not heeded. Reading fails only
/// where the element does not say which ACL it is.
/// </summary>
public static class NetworkAclParser
{
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, which the element does not say.</param>
    public static ParseResult<NetworkAcl> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "NetworkAclId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<NetworkAcl>.Failure("a network ACL has no NetworkAclId");
        }
        var unreadable = new List<string>();
        var entries = ReadEntries(element, unreadable);
        var tags = TagJson.Read(element, "Tags"u8);
        return ParseResult<NetworkAcl>.Success(
            new()
            {
                Id = new(ResourceTypes.NetworkAcl, id, AwsJson.Text(element, "OwnerId"u8) ?? account, region),
                Name = tags.FirstOrDefault(tag => tag.Key == "Name")?.Value ?? "",
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                Tags = tags,
                IsDefault = AwsJson.Boolean(element, "IsDefault"u8) ?? false,
                Entries = [.. entries.OrderBy(entry => entry.Direction).ThenBy(entry => entry.RuleNumber)],
                Associations = ReadAssociations(element, unreadable),
                Unreadable = [.. unreadable],
            }
        );
    }

    private static List<NetworkAclEntry> ReadEntries(JsonElement element, List<string> unreadable)
    {
        var entries = new List<NetworkAclEntry>();
        var numbers = new HashSet<(Direction, int)>();
        if (!AwsJson.TryMember(element, "Entries"u8, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            unreadable.Add("its list of entries is missing");
        }
        foreach (var entry in AwsJson.Array(element, "Entries"u8))
        {
            if (!NetworkAclEntryJson.Read(entry).TryGet(out var read, out var reason))
            {
                unreadable.Add(reason);
            }
            else if (!numbers.Add((read.Direction, read.RuleNumber)))
            {
                unreadable.Add($"{NetworkAclCalls.Word(read.Direction)} entry {read}: another has the same number");
            }
            else
            {
                entries.Add(read);
            }
        }
        return entries;
    }

    private static ImmutableArray<NetworkAclAssociation> ReadAssociations(JsonElement element, List<string> unreadable)
    {
        var associations = ImmutableArray.CreateBuilder<NetworkAclAssociation>();
        foreach (var association in AwsJson.Array(element, "Associations"u8))
        {
            if (AwsJson.Text(association, "SubnetId"u8) is { Length: > 0 } subnetId)
            {
                var id = AwsJson.Text(association, "NetworkAclAssociationId"u8) ?? "";
                associations.Add(new(id, subnetId));
            }
            else
            {
                unreadable.Add("an association names no subnet");
            }
        }
        return associations.DrainToImmutable();
    }
}
