using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>Reads one element of DescribeSecurityGroups, or the configuration of an AWS Config item of a security group.</summary>
internal static class SecurityGroupElementReader
{
    /// <summary>Fails only where the element does not say which group it is.</summary>
    public static ParseResult<SecurityGroupElement> Read(AwsValue element, ValuePool pool)
    {
        if (PeerKinds.PooledText(element, "GroupId"u8, pool) is not { Length: > 0 } groupId)
        {
            return ParseResult<SecurityGroupElement>.Failure("a security group has no GroupId");
        }
        var grouped = new List<SecurityGroupRule>(capacity: 16);
        var unreadable = new List<string>();
        ReadPermissions(element, "IpPermissions"u8, Direction.Ingress, pool, grouped, unreadable);
        ReadPermissions(element, "IpPermissionsEgress"u8, Direction.Egress, pool, grouped, unreadable);
        var read = new SecurityGroupElement(groupId)
        {
            OwnerId = PeerKinds.PooledText(element, "OwnerId"u8, pool),
            Region = RegionOf(element, pool),
            Name = PeerKinds.PooledText(element, "GroupName"u8, pool),
            Description = PeerKinds.PooledText(element, "Description"u8, pool),
            VpcId = PeerKinds.PooledText(element, "VpcId"u8, pool),
            Tags = TagJson.Read(element, "Tags"u8, pool),
            Rules = [.. grouped],
            Unreadable = [.. unreadable],
        };
        return ParseResult<SecurityGroupElement>.Success(read);
    }

    private static void ReadPermissions(
        AwsValue element,
        ReadOnlySpan<byte> name,
        Direction direction,
        ValuePool pool,
        List<SecurityGroupRule> rules,
        List<string> unreadable
    )
    {
        if (!element.TryMember(name, out var list))
        {
            return;
        }
        if (list.Kind != JsonValueKind.Array)
        {
            unreadable.Add($"its list of {RuleText.Word(direction)} permissions is no list");
        }
        foreach (var permission in list.Items)
        {
            IpPermissionReader.Read(permission, direction, pool, rules, unreadable);
        }
    }

    // arn:partition:service:region:account:resource
    private static string RegionOf(AwsValue element, ValuePool pool)
    {
        if (
            !element.TryMember("SecurityGroupArn"u8, out var arn)
            || arn.Kind != JsonValueKind.String
            || !arn.TryPlain(out var text)
        )
        {
            return "";
        }
        for (var part = 0; part < 3; part++)
        {
            text = text.IndexOf((byte)':') is >= 0 and var colon ? text[(colon + 1)..] : [];
        }
        var end = text.IndexOf((byte)':');
        var region = end < 0 ? text : text[..end];
        return region.IsEmpty ? "" : pool.Text(region);
    }
}
