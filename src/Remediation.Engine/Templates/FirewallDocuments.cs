using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Templates;

namespace Remediation.Engine.Templates;

/// <summary>Firewalls, their logging, firewall policies and rule groups as AWS Network Firewall would describe them.</summary>
internal static class FirewallDocuments
{
    public static void AddTo(TemplateDocuments documents)
    {
        foreach (var firewall in documents.OfType(ResourceTypes.Firewall))
        {
            AddFirewall(documents, firewall);
        }
        foreach (var policy in documents.OfType(ResourceTypes.FirewallPolicy))
        {
            Add(documents, policy, "network-firewall.describe-firewall-policy", "FirewallPolicy");
        }
        foreach (var group in documents.OfType(ResourceTypes.FirewallRuleGroup))
        {
            Add(documents, group, "network-firewall.describe-rule-group", "RuleGroup");
        }
    }

    private static void AddFirewall(TemplateDocuments documents, TemplateResource firewall)
    {
        documents.Doubt(firewall.Arn, firewall);
        var json = ValueJson.Object(firewall.Properties);
        json["FirewallArn"] = firewall.Arn;
        json["FirewallId"] = firewall.LogicalId;
        json["FirewallName"] = NameOf(firewall);
        json["Tags"] = ValueJson.Tags(firewall.Properties);
        documents.Add(
            "network-firewall.describe-firewall",
            new JsonObject { ["UpdateToken"] = "none", ["Firewall"] = json },
            NameOf(firewall)
        );
        AddLogging(documents, firewall);
    }

    private static void AddLogging(TemplateDocuments documents, TemplateResource firewall)
    {
        var logging = documents
            .OfType("AWS::NetworkFirewall::LoggingConfiguration")
            .FirstOrDefault(logging => logging.Properties.SymbolOf("FirewallArn") == firewall.Arn);
        var json = new JsonObject { ["FirewallArn"] = firewall.Arn, ["LoggingConfiguration"] = new JsonObject() };
        if (logging is not null)
        {
            documents.Doubt(firewall.Arn, logging);
            json["LoggingConfiguration"] = Part(logging, "LoggingConfiguration");
        }
        documents.Add("network-firewall.describe-logging-configuration", json, NameOf(firewall));
    }

    // The answer tells of the thing and, beside it, the thing itself.
    private static void Add(TemplateDocuments documents, TemplateResource resource, string operation, string member)
    {
        documents.Doubt(resource.Arn, resource);
        var about = ValueJson.Object(resource.Properties);
        about.Remove(member);
        about[$"{member}Arn"] = resource.Arn;
        about[$"{member}Id"] = resource.LogicalId;
        about[$"{member}Name"] = NameOf(resource);
        about["Tags"] = ValueJson.Tags(resource.Properties);
        documents.Add(
            operation,
            new JsonObject
            {
                ["UpdateToken"] = "none",
                [$"{member}Response"] = about,
                [member] = Part(resource, member),
            },
            NameOf(resource)
        );
    }

    private static JsonNode Part(TemplateResource resource, string property) =>
        resource.Properties[property] is { } value && ValueJson.Node(value, property) is { } node
            ? node
            : new JsonObject();

    private static string NameOf(TemplateResource resource) => resource.Arn[(resource.Arn.LastIndexOf('/') + 1)..];
}
