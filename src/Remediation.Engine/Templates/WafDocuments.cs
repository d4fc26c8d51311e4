using System.Text;
using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Templates;

namespace Remediation.Engine.Templates;

/// <summary>
/// AWS WAF's resources as its API would answer. CloudFormation's properties are the API's members but for the spelling of ARN,
/// search strings (which the API has in base64 alone) and the patterns of a regex pattern set.
/// </summary>
internal static class WafDocuments
{
    private const string Logging = "wafv2.get-logging-configuration";
    private const string TagsOfResource = "wafv2.list-tags-for-resource";

    public static void AddTo(TemplateDocuments documents)
    {
        foreach (var acl in Add(documents, ResourceTypes.WebAcl, "wafv2.get-web-acl", "WebACL"))
        {
            AddLogging(documents, acl);
        }
        Add(documents, ResourceTypes.WafRuleGroup, "wafv2.get-rule-group", "RuleGroup");
        Add(documents, ResourceTypes.IpSet, "wafv2.get-ip-set", "IPSet");
        Add(documents, ResourceTypes.RegexPatternSet, "wafv2.get-regex-pattern-set", "RegexPatternSet");
    }

    private static List<TemplateResource> Add(TemplateDocuments documents, string type, string operation, string member)
    {
        var resources = documents.OfType(type).ToList();
        foreach (var resource in resources)
        {
            documents.Doubt(resource.Arn, resource);
            var json = Converted(ValueJson.Object(resource.Properties));
            json.Remove("Tags");
            json.Remove("Scope");
            json["ARN"] = resource.Arn;
            json["Id"] = resource.LogicalId;
            json["Name"] = NameOf(resource);
            documents.Add(operation, new JsonObject { [member] = json, ["LockToken"] = "none" }, NameOf(resource));
            documents.Add(
                TagsOfResource,
                new JsonObject
                {
                    ["TagInfoForResource"] = new JsonObject
                    {
                        ["ResourceARN"] = resource.Arn,
                        ["TagList"] = ValueJson.Tags(resource.Properties),
                    },
                }
            );
        }
        return resources;
    }

    private static void AddLogging(TemplateDocuments documents, TemplateResource acl)
    {
        var logging = documents
            .OfType("AWS::WAFv2::LoggingConfiguration")
            .FirstOrDefault(logging => logging.Properties.SymbolOf("ResourceArn") == acl.Arn);
        if (logging is null)
        {
            documents.Add(Logging, new JsonObject(), NameOf(acl));
            return;
        }
        documents.Doubt(acl.Arn, logging);
        var json = Converted(ValueJson.Object(logging.Properties));
        json["LogDestinationConfigs"] = new JsonArray([
            .. logging
                .Properties.Items("LogDestinationConfigs")
                .Select(destination => JsonValue.Create(destination.Symbol ?? "")),
        ]);
        documents.Add(Logging, new JsonObject { ["LoggingConfiguration"] = json }, NameOf(acl));
    }

    // The name is the part of the ARN before the id.
    private static string NameOf(TemplateResource resource) => resource.Arn.Split('/') is [.., var name, _] ? name : "";

    private static JsonObject Converted(JsonObject json)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json)
        {
            var (name, converted) = (key, value) switch
            {
                ("Arn", _) => ("ARN", value?.DeepClone()),
                ("SearchString", JsonValue text) => ("SearchString", Base64(text)),
                ("SearchStringBase64", _) => ("SearchString", value?.DeepClone()),
                ("RegularExpressionList", JsonArray patterns) => (key, Patterns(patterns)),
                (_, JsonObject inner) => (key, Converted(inner)),
                (_, JsonArray items) => (key, Converted(items)),
                _ => (key, value?.DeepClone()),
            };
            result[name] = converted;
        }
        return result;
    }

    private static JsonArray Converted(JsonArray items) =>
        [.. items.Select(item => item is JsonObject inner ? Converted(inner) : item?.DeepClone())];

    private static JsonValue Base64(JsonValue text) =>
        JsonValue.Create(Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString())));

    private static JsonArray Patterns(JsonArray patterns) =>
        [
            .. patterns.Select(pattern =>
                pattern is JsonValue text ? new JsonObject { ["RegexString"] = text.ToString() } : pattern?.DeepClone()
            ),
        ];
}
