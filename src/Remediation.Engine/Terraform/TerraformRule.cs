using System.Text.Json;

namespace Remediation.Engine.Terraform;

/// <summary>One rule of Terraform's, which may stand for several of EC2's: one for each peer.</summary>
/// <param name="GroupId">The group that it belongs to.</param>
/// <param name="Place">Where it is, for people.</param>
/// <param name="IsEgress">Whether it is about what leaves.</param>
/// <param name="Values">Its attributes.</param>
/// <param name="ProtocolName">What the attribute of the protocol is called.</param>
internal sealed record TerraformRule(
    string GroupId,
    string Place,
    bool IsEgress,
    JsonElement Values,
    string ProtocolName
)
{
    private const string Cidr4 = "CidrIpv4";
    private const string Cidr6 = "CidrIpv6";
    private const string List = "PrefixListId";

    // By the attribute: lists of the older resources, single values of the newer.
    private static readonly (string Attribute, string Member)[] Attributes =
    [
        ("cidr_blocks", Cidr4),
        ("ipv6_cidr_blocks", Cidr6),
        ("prefix_list_ids", List),
        ("cidr_ipv4", Cidr4),
        ("cidr_ipv6", Cidr6),
        ("prefix_list_id", List),
    ];

    /// <summary>The peers that are known, by the member of EC2's rule.</summary>
    /// <param name="groups">The groups that it names; null where that is not known.</param>
    public List<(string Member, string Text)> Peers(IReadOnlyCollection<string>? groups)
    {
        var peers = (groups ?? []).Select(group => ("ReferencedGroupId", group)).ToList();
        if (JsonMembers.Member(Values, "self").ValueKind == JsonValueKind.True)
        {
            peers.Add(("ReferencedGroupId", GroupId));
        }
        foreach (var (attribute, member) in Attributes)
        {
            var value = JsonMembers.Member(Values, attribute);
            var texts =
                value.ValueKind == JsonValueKind.String ? [value.GetString()!]
                : value.ValueKind == JsonValueKind.Array
                    ? value
                        .EnumerateArray()
                        .Where(item => item.ValueKind == JsonValueKind.String)
                        .Select(item => item.GetString()!)
                : Enumerable.Empty<string>();
            peers.AddRange(texts.Select(text => (member, text)));
        }
        return peers;
    }

    /// <summary>Why not all of its peers are known, or null where they are.</summary>
    public string? WhyIncomplete(IReadOnlyCollection<string>? groups, int peers) =>
        groups is null ? "which security group it names is not known before it is applied"
        : Attributes.Any(attribute => HasGap(attribute.Attribute)) || peers == 0
            ? "whom it lets through is not known before it is applied"
        : null;

    /// <summary>Writes it as EC2's element of one peer.</summary>
    public void Write(Utf8JsonWriter writer, string member, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(GroupId), GroupId);
        writer.WriteString("SecurityGroupRuleId", Place);
        writer.WriteBoolean(nameof(IsEgress), IsEgress);
        writer.WriteString(member, text);
        var protocol = TerraformJson.Number(Values, ProtocolName);
        if (protocol is not null)
        {
            writer.WriteString("IpProtocol", protocol);
        }
        if (JsonMembers.Text(Values, "description") is { Length: > 0 } description)
        {
            writer.WriteString("Description", description);
        }
        // Terraform writes 0 for both ports of a rule for every protocol.
        foreach (var (name, port) in ((string, string)[])[("from_port", "FromPort"), ("to_port", "ToPort")])
        {
            if (protocol is not ("-1" or "all") && TerraformJson.Number(Values, name) is { } number)
            {
                writer.WriteString(port, number);
            }
        }
        writer.WriteEndObject();
    }

    private bool HasGap(string attribute) =>
        JsonMembers.Member(Values, attribute) is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String);
}
