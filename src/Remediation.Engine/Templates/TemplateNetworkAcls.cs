using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>
/// The network ACLs of a template as EC2 would describe them once it is deployed, with the last deny that AWS adds, their logical
/// ids in place of ids.
/// </summary>
internal static class TemplateNetworkAcls
{
    public static IEnumerable<NetworkAcl> Of(Template template)
    {
        foreach (var acl in OfType(template, ResourceTypes.NetworkAcl))
        {
            var unknown = new List<string>();
            var element = Element(template, acl, unknown);
            var read = NetworkAclParser.Parse(element.Root, template.Id.Account, template.Id.Region).Value;
            yield return (NetworkAcl)read.WithUnreadable(unknown);
        }
    }

    private static AwsDocument Element(Template template, TemplateResource acl, List<string> unknown) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("NetworkAclId", acl.LogicalId);
            writer.WriteString("VpcId", acl.Properties.SymbolOf("VpcId"));
            ValueJson.WriteTags(writer, acl.Properties);
            writer.WriteStartArray("Associations");
            foreach (var association in Naming(template, "AWS::EC2::SubnetNetworkAclAssociation", acl))
            {
                writer.WriteStartObject();
                writer.WriteString("NetworkAclAssociationId", association.LogicalId);
                writer.WriteString("SubnetId", association.Properties.SymbolOf("SubnetId"));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("Entries");
            foreach (var entry in Naming(template, "AWS::EC2::NetworkAclEntry", acl))
            {
                WriteEntry(writer, template, entry, unknown);
            }
            foreach (var entry in OfType(template, "AWS::EC2::NetworkAclEntry"))
            {
                var named = entry.Properties["NetworkAclId"];
                if (TemplateDocuments.MayName(named, [acl]).Any())
                {
                    unknown.Add(
                        Doubt(template, entry, $"its NetworkAclId is not known: {((UnresolvedValue)named!).Reason}")
                    );
                }
            }
            WriteLastDeny(writer, isEgress: false);
            WriteLastDeny(writer, isEgress: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static IEnumerable<TemplateResource> OfType(Template template, string type) =>
        template.Resources.Where(resource => resource.Type == type);

    private static IEnumerable<TemplateResource> Naming(Template template, string type, TemplateResource acl) =>
        OfType(template, type).Where(resource => resource.Properties.SymbolOf("NetworkAclId") == acl.LogicalId);

    private static void WriteEntry(
        Utf8JsonWriter writer,
        Template template,
        TemplateResource entry,
        List<string> unknown
    )
    {
        var unresolved = entry
            .Properties.Entries.Where(property => property.Key != "NetworkAclId")
            .Select(property => (property.Key, Value: ValueJson.FirstUnresolved(property.Value)))
            .FirstOrDefault(property => property.Value is not null);
        if (unresolved.Value is { } value)
        {
            unknown.Add(Doubt(template, entry, $"its {unresolved.Key} is not known: {value.Reason}"));
            return;
        }
        if (entry.Doubt is { } doubt)
        {
            unknown.Add(Doubt(template, entry, $"whether it is deployed is not known: {doubt}"));
        }
        writer.WriteStartObject();
        foreach (
            var name in (ReadOnlySpan<string>)["RuleNumber", "Protocol", "RuleAction", "CidrBlock", "Ipv6CidrBlock"]
        )
        {
            if (entry.Properties[name] is TextValue text)
            {
                writer.WriteString(name, text.Text);
            }
        }
        writer.WriteBoolean("Egress", entry.Properties["Egress"] is TextValue { Text: "true" or "True" });
        WritePair(writer, entry.Properties, "PortRange", "PortRange");
        WritePair(writer, entry.Properties, "Icmp", "IcmpTypeCode");
        writer.WriteEndObject();
    }

    private static string Doubt(Template template, TemplateResource entry, string why) =>
        $"entry {entry.LogicalId} ({template.Place(entry.Line)}): {why}";

    private static void WritePair(Utf8JsonWriter writer, MapValue properties, string name, string member)
    {
        if (properties[name] is MapValue pair)
        {
            writer.WritePropertyName(member);
            ValueJson.Object(pair).WriteTo(writer);
        }
    }

    private static void WriteLastDeny(Utf8JsonWriter writer, bool isEgress)
    {
        writer.WriteStartObject();
        writer.WriteNumber("RuleNumber", NetworkAclEntry.LastRuleNumber - 1);
        writer.WriteString("Protocol", "-1");
        writer.WriteString("RuleAction", "deny");
        writer.WriteString("CidrBlock", "0.0.0.0/0");
        writer.WriteBoolean("Egress", isEgress);
        writer.WriteEndObject();
    }
}
