using System.Collections.Immutable;

namespace Remediation.Aws.Documents;

/// <summary>The services that are spoken to in documents. EC2 is not among them: it has a client of its own.</summary>
internal static class AwsServices
{
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACL.html and the pages of the others' operations.
    public static ImmutableArray<AwsService> All { get; } =
    [
        new("wafv2", "WAFV2", new JsonProtocol("AWSWAF_20190729", "1.1")),
        new("network-firewall", "NETWORK_FIREWALL", new JsonProtocol("NetworkFirewall_20201112", "1.0")),
        new("shield", "SHIELD", new JsonProtocol("AWSShield_20160616", "1.1")) { HomeRegion = "us-east-1" },
        new("config", "CONFIG_SERVICE", new JsonProtocol("StarlingDoveService", "1.1")) { Alias = "configservice" },
        new("logs", "CLOUDWATCH_LOGS", new JsonProtocol("Logs_20140328", "1.1")),
        new(
            "elasticloadbalancing",
            "ELASTIC_LOAD_BALANCING_V2",
            new QueryProtocol(
                "2015-12-01",
                [
                    "AvailabilityZones",
                    "LoadBalancerAddresses",
                    "LoadBalancers",
                    "SecurityGroups",
                    "TagDescriptions",
                    "Tags",
                ]
            )
        )
        {
            Alias = "elbv2",
        },
        new(
            "apigateway",
            "API_GATEWAY",
            new RestJsonProtocol([
                new("GetRestApis", "/restapis") { ListRenamed = ("item", "items") },
                new("GetStages", "/restapis/{restApiId}/stages"),
                new("GetStage", "/restapis/{restApiId}/stages/{stageName}"),
            ])
        ),
        new("cloudfront", "CLOUDFRONT", CloudFront.Protocol)
        {
            HomeRegion = "us-east-1",
            HomeRegionInChina = "cn-northwest-1",
            HasGlobalEndpoint = true,
        },
        new("ssm", "SSM", new JsonProtocol("AmazonSSM", "1.1")),
        new("secretsmanager", "SECRETS_MANAGER", new JsonProtocol("secretsmanager", "1.1")),
        new("events", "EVENTBRIDGE", new JsonProtocol("AWSEvents", "1.1")),
        new("sns", "SNS", new QueryProtocol("2010-03-31", []) { Maps = ["MessageAttributes"] }),
        new("sts", "STS", new QueryProtocol("2011-06-15", [])),
        new("organizations", "ORGANIZATIONS", new JsonProtocol("AWSOrganizationsV20161128", "1.1"))
        {
            HomeRegion = "us-east-1",
            HomeRegionInChina = "cn-northwest-1",
        },
        new(
            "securityhub",
            "SECURITYHUB",
            new RestJsonProtocol([
                new("BatchImportFindings", "/findings/import") { IsPosted = true },
                new("GetFindings", "/findings") { IsPosted = true },
            ])
        ),
        new(
            "appsync",
            "APPSYNC",
            new RestJsonProtocol([new("ListGraphqlApis", "/v1/apis"), new("GetGraphqlApi", "/v1/apis/{apiId}")])
        ),
    ];

    /// <summary>The service of that name, as IAM or as the AWS CLI gives it, or null.</summary>
    public static AwsService? Find(string name) =>
        All.FirstOrDefault(service => service.Name == name || service.Alias == name);
}
