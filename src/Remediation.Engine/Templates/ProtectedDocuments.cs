using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>What a web ACL can protect, with the web ACL that the template associates, as each service would tell it.</summary>
internal static class ProtectedDocuments
{
    public static void AddTo(TemplateDocuments documents)
    {
        var associations = documents.OfType("AWS::WAFv2::WebACLAssociation").ToList();
        foreach (var association in associations)
        {
            DoubtProtected(documents, association);
        }
        var webAcls = associations
            .Select(association => association.Properties)
            .DistinctBy(association => association.SymbolOf("ResourceArn"), StringComparer.Ordinal)
            .ToDictionary(
                association => association.SymbolOf("ResourceArn"),
                association => association.SymbolOf("WebACLArn"),
                StringComparer.Ordinal
            );
        foreach (var balancer in documents.OfType(ResourceTypes.LoadBalancer))
        {
            AddLoadBalancer(documents, balancer, webAcls.GetValueOrDefault(balancer.Arn));
        }
        foreach (var stage in documents.OfType(ResourceTypes.ApiStage))
        {
            AddStage(documents, stage, webAcls);
        }
        foreach (var api in documents.OfType(ResourceTypes.GraphQLApi))
        {
            AddGraphQLApi(documents, api, webAcls.GetValueOrDefault(api.Arn));
        }
        AddDistributions(documents);
    }

    // One that may not be deployed, or that may be of another resource, leaves open whether what it names is protected.
    private static void DoubtProtected(TemplateDocuments documents, TemplateResource association)
    {
        var resource = association.Properties["ResourceArn"];
        documents.Doubt(resource?.Symbol ?? "", association);
        string[] types = [ResourceTypes.LoadBalancer, ResourceTypes.ApiStage, ResourceTypes.GraphQLApi];
        foreach (var may in TemplateDocuments.MayName(resource, types.SelectMany(documents.OfType)))
        {
            documents.Doubt(may.Arn, $"ResourceArn of {association.LogicalId}", resource);
        }
    }

    private static void AddLoadBalancer(TemplateDocuments documents, TemplateResource balancer, string? webAcl)
    {
        documents.Doubt(balancer.Arn, balancer);
        var name = balancer.Arn.Split('/') is [.., var part, _] ? part : balancer.LogicalId;
        var type = balancer.Properties.SymbolOf("Type");
        var scheme = balancer.Properties.SymbolOf("Scheme");
        documents.Add(
            "elbv2.describe-load-balancers",
            new JsonObject
            {
                ["LoadBalancerArn"] = balancer.Arn,
                ["LoadBalancerName"] = name,
                ["Type"] = type.Length > 0 ? type : "application",
                ["Scheme"] = scheme.Length > 0 ? scheme : "internet-facing",
                ["SecurityGroups"] = new JsonArray([
                    .. balancer
                        .Properties.Items("SecurityGroups")
                        .Select(group => JsonValue.Create(group.Symbol ?? "")),
                ]),
            }
        );
        documents.Add(
            "elbv2.describe-tags",
            new JsonObject { ["ResourceArn"] = balancer.Arn, ["Tags"] = ValueJson.Tags(balancer.Properties) }
        );
        documents.Add(
            "wafv2.get-web-acl-for-resource",
            webAcl is null ? new JsonObject() : new JsonObject { ["WebACL"] = new JsonObject { ["ARN"] = webAcl } },
            name
        );
    }

    // A stage's ARN is written out where it is associated, with the API and the stage in it.
    private static void AddStage(
        TemplateDocuments documents,
        TemplateResource stage,
        Dictionary<string, string> webAcls
    )
    {
        var (api, name) = (stage.Properties.SymbolOf("RestApiId"), stage.Properties.SymbolOf("StageName"));
        name = name.Length > 0 ? name : stage.LogicalId;
        var path = $"/restapis/{api}/stages/";
        var webAcl = webAcls.FirstOrDefault(association =>
            association.Key.EndsWith(path + name, StringComparison.Ordinal)
            || association.Key.EndsWith(path + stage.LogicalId, StringComparison.Ordinal)
        );
        var json = new JsonObject { ["restApiId"] = api, ["stageName"] = name };
        if (webAcl.Value is { } arn)
        {
            json["webAclArn"] = arn;
        }
        documents.Add("apigateway.get-stages", json, api);
    }

    private static void AddGraphQLApi(TemplateDocuments documents, TemplateResource api, string? webAcl)
    {
        var json = new JsonObject
        {
            ["apiId"] = api.LogicalId,
            ["arn"] = api.Arn,
            ["name"] = api.Properties.SymbolOf("Name"),
        };
        if (webAcl is not null)
        {
            json["wafWebAclArn"] = webAcl;
        }
        documents.Add("appsync.list-graphql-apis", json);
    }

    private static void AddDistributions(TemplateDocuments documents)
    {
        foreach (var distribution in documents.OfType(ResourceTypes.Distribution))
        {
            var config = distribution.Properties["DistributionConfig"];
            documents.Doubt(distribution.Arn, "DistributionConfig", config);
            documents.Doubt(distribution.Arn, "DistributionConfig.WebACLId", (config as MapValue)?["WebACLId"]);
        }
        var items = documents
            .OfType(ResourceTypes.Distribution)
            .Select(distribution => new JsonObject
            {
                ["Id"] = distribution.LogicalId,
                ["ARN"] = distribution.Arn,
                ["WebACLId"] = (distribution.Properties["DistributionConfig"] as MapValue)?.SymbolOf("WebACLId") ?? "",
            })
            .ToArray<JsonNode?>();
        if (items.Length > 0)
        {
            documents.Add(
                "cloudfront.list-distributions",
                new JsonObject
                {
                    ["DistributionList"] = new JsonObject { ["IsTruncated"] = false, ["Items"] = new JsonArray(items) },
                }
            );
        }
    }
}
