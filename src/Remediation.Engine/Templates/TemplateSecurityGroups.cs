using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>
/// The security groups of a template as EC2 would describe them once it is deployed, their logical ids in place of ids. A group
/// that the template only adds rules to is one with those rules alone.
/// </summary>
internal static class TemplateSecurityGroups
{
    public static IEnumerable<SecurityGroup> Of(Template template, SecurityGroupRules rules)
    {
        var groups = OfType(template, ResourceTypes.SecurityGroup).ToList();
        groups.ForEach(rules.AddInline);
        foreach (var rule in OfType(template, "AWS::EC2::SecurityGroupIngress"))
        {
            rules.AddAlone(rule, isEgress: false);
        }
        foreach (var group in groups.Where(group => !rules.HasEgress(group.LogicalId)))
        {
            rules.AddDefaultEgress(group, HasIPv6(template, group.Properties.SymbolOf("VpcId")));
        }
        foreach (var rule in OfType(template, "AWS::EC2::SecurityGroupEgress"))
        {
            rules.AddAlone(rule, isEgress: true);
        }
        var own = groups.Select(group => group.LogicalId).ToHashSet(StringComparer.Ordinal);
        return groups
            .Select(group => Read(template, Element(group), group.LogicalId, rules))
            .Concat(rules.Groups.Where(id => !own.Contains(id)).Select(id => Read(template, Stranger(id), id, rules)));
    }

    private static IEnumerable<TemplateResource> OfType(Template template, string type) =>
        template.Resources.Where(resource => resource.Type == type);

    private static SecurityGroup Read(Template template, AwsDocument element, string id, SecurityGroupRules rules) =>
        SecurityGroupParser.Parse(element.Root, template.Id.Account, template.Id.Region, rules.Of(id)).Value;

    private static AwsDocument Element(TemplateResource group) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("GroupId", group.LogicalId);
            writer.WriteString("GroupName", group.Properties.SymbolOf("GroupName"));
            writer.WriteString("Description", group.Properties.SymbolOf("GroupDescription"));
            writer.WriteString("VpcId", group.Properties.SymbolOf("VpcId"));
            ValueJson.WriteTags(writer, group.Properties);
            writer.WriteEndObject();
        });

    private static AwsDocument Stranger(string id) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("GroupId", id);
            writer.WriteEndObject();
        });

    private static bool HasIPv6(Template template, string vpcId) =>
        OfType(template, "AWS::EC2::VPCCidrBlock")
            .Any(block =>
                block.Properties.SymbolOf("VpcId") == vpcId
                && (
                    block.Properties["AmazonProvidedIpv6CidrBlock"] is TextValue { Text: "true" or "True" }
                    || block.Properties["Ipv6CidrBlock"] is not null
                    || block.Properties["Ipv6Pool"] is not null
                    || block.Properties["Ipv6IpamPoolId"] is not null
                )
            );
}
