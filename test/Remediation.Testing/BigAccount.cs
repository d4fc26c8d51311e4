using System.Globalization;
using System.Text.Json;

namespace Remediation.Testing;

/// <summary>
/// Writes a made-up account of any size as a snapshot folder, the same for the same sizes: what benchmarks read. One group in a
/// hundred opens SSH to the internet; descriptions and blocks repeat as they do in real accounts.
/// </summary>
public static class BigAccount
{
    private const string Account = "123456789012";

    /// <summary>Writes <c>ec2.describe-security-groups.json</c>, and on demand the rules with their ids beside it.</summary>
    public static void Write(string folder, int groups, int rulesPerGroup, bool withRuleIds)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "snapshot.json"),
            $$"""{"account":"{{Account}}","region":"us-east-1"}"""
        );
        WriteList(
            folder,
            "ec2.describe-security-groups",
            "SecurityGroups",
            groups,
            (writer, group) => WriteGroup(writer, group, rulesPerGroup)
        );
        if (withRuleIds)
        {
            WriteList(
                folder,
                "ec2.describe-security-group-rules",
                "SecurityGroupRules",
                groups,
                (writer, group) => WriteRules(writer, group, rulesPerGroup)
            );
        }
    }

    private static void WriteList(
        string folder,
        string operation,
        string list,
        int count,
        Action<Utf8JsonWriter, int> write
    )
    {
        using var stream = File.Create(Path.Combine(folder, operation + ".json"));
        // Indented as the AWS CLI writes it.
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true, IndentSize = 4 });
        writer.WriteStartObject();
        writer.WriteStartArray(list);
        for (var i = 0; i < count; i++)
        {
            write(writer, i);
            if (writer.BytesPending > 1 << 16)
            {
                writer.Flush();
            }
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, int group, int rules)
    {
        writer.WriteStartObject();
        writer.WriteString("GroupId", GroupId(group));
        writer.WriteStartArray("IpPermissionsEgress");
        WritePermission(writer, "-1", null, "0.0.0.0/0", null);
        writer.WriteEndArray();
        writer.WriteStartArray("Tags");
        writer.WriteStartObject();
        writer.WriteString("Key", "Team");
        writer.WriteString("Value", $"team-{group % 40}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("VpcId", $"vpc-{group % 200:x17}");
        writer.WriteString("OwnerId", Account);
        writer.WriteString("GroupName", $"service-{group}");
        writer.WriteString("Description", $"service {group % 500}");
        writer.WriteStartArray("IpPermissions");
        for (var rule = 0; rule < rules - 1; rule++)
        {
            var (port, cidr, description) = Rule(group, rule);
            WritePermission(writer, "tcp", port, cidr, description);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePermission(
        Utf8JsonWriter writer,
        string protocol,
        int? port,
        string cidr,
        string? description
    )
    {
        writer.WriteStartObject();
        writer.WriteString("IpProtocol", protocol);
        if (port is not null)
        {
            writer.WriteNumber("FromPort", port.Value);
            writer.WriteNumber("ToPort", port.Value);
        }
        WriteEmpty(writer, "UserIdGroupPairs");
        writer.WriteStartArray("IpRanges");
        writer.WriteStartObject();
        if (description is not null)
        {
            writer.WriteString("Description", description);
        }
        writer.WriteString("CidrIp", cidr);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteEmpty(writer, "Ipv6Ranges");
        WriteEmpty(writer, "PrefixListIds");
        writer.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter writer, int group, int rules)
    {
        WriteRule(writer, group, 0, isEgress: true, ("-1", -1, "0.0.0.0/0", ""));
        for (var rule = 0; rule < rules - 1; rule++)
        {
            var (port, cidr, description) = Rule(group, rule);
            WriteRule(writer, group, rule + 1, isEgress: false, ("tcp", port, cidr, description));
        }
    }

    private static void WriteRule(
        Utf8JsonWriter writer,
        int group,
        int number,
        bool isEgress,
        (string Protocol, int Port, string Cidr, string Description) rule
    )
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"sgr-{((long)group * 1000) + number:x17}");
        writer.WriteStartObject();
        writer.WriteString("SecurityGroupRuleId", id);
        writer.WriteString("GroupId", GroupId(group));
        writer.WriteString("GroupOwnerId", Account);
        writer.WriteBoolean("IsEgress", isEgress);
        writer.WriteString("IpProtocol", rule.Protocol);
        writer.WriteNumber("FromPort", rule.Port);
        writer.WriteNumber("ToPort", rule.Port);
        writer.WriteString("CidrIpv4", rule.Cidr);
        if (rule.Description.Length > 0)
        {
            writer.WriteString("Description", rule.Description);
        }
        WriteEmpty(writer, "Tags");
        writer.WriteString("SecurityGroupRuleArn", $"arn:aws:ec2:us-east-1:{Account}:security-group-rule/{id}");
        writer.WriteEndObject();
    }

    private static (int Port, string Cidr, string Description) Rule(int group, int rule)
    {
        if (group % 100 == 0 && rule == 0)
        {
            return (22, "0.0.0.0/0", "temporary");
        }
        var block = ((group * 7) + rule) % 20_000;
        return (
            1000 + rule,
            $"10.{block / 250}.{block % 250}.0/24",
            $"{(rule % 2 == 0 ? "from" : "peer")} {block % 300}"
        );
    }

    private static void WriteEmpty(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    private static string GroupId(int group) => string.Create(CultureInfo.InvariantCulture, $"sg-{group:x17}");
}
