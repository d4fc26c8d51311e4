using Remediation.Core.Resources;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;
using Remediation.Core.Traffic;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Templates;

/// <summary>
/// What an account would hold of a template once it is deployed: the same states that AWS's own answers are read into. What only
/// deployment tells, such as what a group is attached to, is unknown in it.
/// </summary>
public static class TemplateSnapshot
{
    public static Snapshot Of(Template template)
    {
        var builder = new SnapshotBuilder(template.Id.Account, template.Id.Region);
        builder.InterfacesAreUnknown("a template does not tell what will use it");
        builder.OtherGroupsAreUnknown("the template does not define it");
        var rules = new SecurityGroupRules(template);
        foreach (var group in TemplateSecurityGroups.Of(template, rules))
        {
            builder.Add(group);
        }
        foreach (var acl in TemplateNetworkAcls.Of(template))
        {
            builder.Add(acl);
        }
        AddPrefixLists(builder, template, rules);
        var documents = TemplateDocuments.Of(template);
        var unmade = builder.Add(documents.Documents, documents.Unknown);
        builder.Add((Template)template.WithUnreadable(unmade));
        return builder.Build();
    }

    private static void AddPrefixLists(SnapshotBuilder builder, Template template, SecurityGroupRules rules)
    {
        foreach (var list in template.Resources.Where(resource => resource.Type == ResourceTypes.PrefixList))
        {
            builder.AddPrefixList(list.LogicalId, Read(list));
        }
        foreach (var (name, reason) in rules.UnknownPeers)
        {
            builder.AddPrefixList(name, Fact<PrefixList>.Unknown(reason));
        }
        foreach (var name in rules.PrefixLists.Where(name => !builder.HasPrefixList(name)))
        {
            builder.AddPrefixList(name, Fact<PrefixList>.Unknown("the template does not tell what the list holds"));
        }
    }

    private static Fact<PrefixList> Read(TemplateResource list)
    {
        var cidrs = new List<Cidr>();
        foreach (var entry in list.Properties.Items("Entries"))
        {
            var text = (entry as MapValue)?["Cidr"];
            if (text is not TextValue known || !Cidr.TryParse(known.Text, out var cidr))
            {
                var reason = ValueJson.FirstUnresolved(entry)?.Reason ?? "an entry has no CIDR block";
                return Fact<PrefixList>.Unknown(reason);
            }
            cidrs.Add(cidr);
        }
        var name = list.Properties.SymbolOf("PrefixListName");
        return Fact<PrefixList>.Known(new(list.LogicalId, name, [.. cidrs]));
    }
}
