using System.Collections.Frozen;

namespace Remediation.Core.Templates.Resolution;

/// <summary>
/// Which property names a resource, what its ARN looks like, and what Ref of it gives once it is deployed: the id (for which the
/// logical id stands), the name, or the ARN. Source: the return values in CloudFormation's resource reference.
/// </summary>
internal static class DeployedNames
{
    /// <summary>What Ref gives.</summary>
    public enum Reference
    {
        Id,
        Name,
        Arn,

        /// <summary><c>name|id|scope</c>, as of AWS WAF.</summary>
        WafTriple,

        /// <summary>An address, which nothing can stand for.</summary>
        Address,
    }

    private sealed record Naming(string NameProperty, Reference Reference, string Service, string ArnResource);

    private static readonly FrozenDictionary<string, Naming> Known = new Dictionary<string, Naming>(
        StringComparer.Ordinal
    )
    {
        ["AWS::WAFv2::WebACL"] = new("Name", Reference.WafTriple, "wafv2", "{scope}/webacl/{name}/{id}"),
        ["AWS::WAFv2::IPSet"] = new("Name", Reference.WafTriple, "wafv2", "{scope}/ipset/{name}/{id}"),
        ["AWS::WAFv2::RuleGroup"] = new("Name", Reference.WafTriple, "wafv2", "{scope}/rulegroup/{name}/{id}"),
        ["AWS::WAFv2::RegexPatternSet"] = new(
            "Name",
            Reference.WafTriple,
            "wafv2",
            "{scope}/regexpatternset/{name}/{id}"
        ),
        ["AWS::NetworkFirewall::Firewall"] = new("FirewallName", Reference.Arn, "network-firewall", "firewall/{name}"),
        ["AWS::NetworkFirewall::FirewallPolicy"] = new(
            "FirewallPolicyName",
            Reference.Arn,
            "network-firewall",
            "firewall-policy/{name}"
        ),
        ["AWS::NetworkFirewall::RuleGroup"] = new(
            "RuleGroupName",
            Reference.Arn,
            "network-firewall",
            "{statefulness}-rulegroup/{name}"
        ),
        ["AWS::ElasticLoadBalancingV2::LoadBalancer"] = new(
            "Name",
            Reference.Arn,
            "elasticloadbalancing",
            "loadbalancer/{kind}/{name}/{id}"
        ),
        ["AWS::Logs::LogGroup"] = new("LogGroupName", Reference.Name, "logs", "log-group:{name}:*"),
        ["AWS::S3::Bucket"] = new("BucketName", Reference.Name, "s3", "{name}"),
        ["AWS::KinesisFirehose::DeliveryStream"] = new(
            "DeliveryStreamName",
            Reference.Name,
            "firehose",
            "deliverystream/{name}"
        ),
        ["AWS::IAM::Role"] = new("RoleName", Reference.Name, "iam", "role/{name}"),
        ["AWS::EC2::EIP"] = new("", Reference.Address, "ec2", "elastic-ip/{id}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Routes and flow logs are told apart by what the ids that they name begin with.
    private static readonly FrozenDictionary<string, string> Prefixes = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["AWS::EC2::InternetGateway"] = "igw-",
        ["AWS::EC2::EgressOnlyInternetGateway"] = "eigw-",
        ["AWS::EC2::NatGateway"] = "nat-",
        ["AWS::EC2::VPCEndpoint"] = "vpce-",
        ["AWS::EC2::VPCPeeringConnection"] = "pcx-",
        ["AWS::EC2::TransitGateway"] = "tgw-",
        ["AWS::EC2::VPNGateway"] = "vgw-",
        ["AWS::EC2::NetworkInterface"] = "eni-",
        ["AWS::EC2::Subnet"] = "subnet-",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What stands for a resource's id.</summary>
    public static string Id(string type, string logicalId) => Prefixes.GetValueOrDefault(type, "") + logicalId;

    /// <summary>Whether an attribute is the id by another name, such as a subnet's SubnetId.</summary>
    public static bool IsId(string type, string attribute) =>
        attribute is "Id" or "GroupId" || attribute.Equals(Part(type, 2) + "Id", StringComparison.OrdinalIgnoreCase);

    public static Reference ReferenceOf(string type) =>
        Known.TryGetValue(type, out var naming) ? naming.Reference : Reference.Id;

    /// <summary>The property that names a resource of the type, or empty.</summary>
    public static string NameProperty(string type) =>
        Known.TryGetValue(type, out var naming) ? naming.NameProperty : "";

    /// <summary>The ARN of a resource, its id being the logical one.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="id">The logical id.</param>
    /// <param name="name">The name that it will have.</param>
    /// <param name="place">Partition, region and account.</param>
    /// <param name="property">Gives the text of a property.</param>
    public static string Arn(
        string type,
        string id,
        string name,
        (string Partition, string Region, string Account) place,
        Func<string, string?> property
    )
    {
        var naming =
            Known.GetValueOrDefault(type)
            ?? new("", Reference.Id, Part(type, 1).ToLowerInvariant(), Part(type, 2).ToLowerInvariant() + "/{id}");
        var resource = naming
            .ArnResource.Replace("{scope}", IsGlobal(property) ? "global" : "regional", StringComparison.Ordinal)
            .Replace(
                "{statefulness}",
                property("Type") == "STATELESS" ? "stateless" : "stateful",
                StringComparison.Ordinal
            )
            .Replace("{kind}", LoadBalancerKind(property("Type")), StringComparison.Ordinal)
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{id}", id, StringComparison.Ordinal);
        var region = naming.Service is "s3" or "iam" ? "" : place.Region;
        var account = naming.Service is "s3" ? "" : place.Account;
        return $"arn:{place.Partition}:{naming.Service}:{region}:{account}:{resource}";
    }

    private static bool IsGlobal(Func<string, string?> property) => property("Scope") == "CLOUDFRONT";

    private static string LoadBalancerKind(string? type) =>
        type switch
        {
            "network" => "net",
            "gateway" => "gwy",
            _ => "app",
        };

    private static string Part(string type, int index) =>
        type.Split("::") is var parts && index < parts.Length ? parts[index] : "resource";
}
