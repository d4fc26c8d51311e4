using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>A resource as a record names it, before account and region are known.</summary>
internal sealed record NamedResource(string Type, string? Id, string? Name = null)
{
    /// <summary>
    /// Stands for every resource of the type: the event changed one or more of them and does not say which.
    /// </summary>
    internal static NamedResource Every(string type) => new(type, ResourceReference.Every);

    internal bool IsWellFormed =>
        Id is null
            ? IsName(Name)
            : Id == ResourceReference.Every
                || string.Equals(TypeOf(Id) ?? WorkloadTypeOf(Id), Type, StringComparison.Ordinal);

    // An ARN says better than the event where the resource is: global ones are in us-east-1 whatever region logged the call.
    internal ResourceReference In(Place place) =>
        Arn.Parse(Id) is { } arn
            ? new(Type, arn.Account.Length > 0 ? arn.Account : place.Account, RegionOf(arn, place)) { Id = Id }
            : new(Type, place.Account, place.Region) { Id = Id, Name = Id is null ? Name : null };

    private static string RegionOf(Arn arn, Place place) => arn.Region.Length > 0 ? arn.Region : place.Region;

    /// <summary>The type whose ids look like this, or null when no watched type's do.</summary>
    internal static string? TypeOf(string id) =>
        id.Split('-') switch
        {
            ["sg", var rest] when IsTail(rest) => ResourceTypes.SecurityGroup,
            ["acl", var rest] when IsTail(rest) => ResourceTypes.NetworkAcl,
            ["pl", var rest] when IsTail(rest) => ResourceTypes.PrefixList,
            ["vpc", var rest] when IsTail(rest) => ResourceTypes.Vpc,
            ["subnet", var rest] when IsTail(rest) => ResourceTypes.Subnet,
            ["rtb", var rest] when IsTail(rest) => ResourceTypes.RouteTable,
            ["igw", var rest] when IsTail(rest) => ResourceTypes.InternetGateway,
            ["vpce", var rest] when IsTail(rest) => ResourceTypes.VpcEndpoint,
            ["mirror", "sessions"] => ResourceTypes.TrafficMirrorSessions,
            ["protections"] => ResourceTypes.ShieldProtections,
            _ => TypeOf(Arn.Parse(id)),
        };

    /// <summary>The type of workload whose ids look like this, or null. No check judges one, and no change of one is looked at.</summary>
    internal static string? WorkloadTypeOf(string id) =>
        id.Split('-') switch
        {
            ["i", var rest] when IsTail(rest) => ResourceTypes.Instance,
            ["eni", var rest] when IsTail(rest) => ResourceTypes.NetworkInterface,
            _ => null,
        };

    // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    private static string? TypeOf(Arn? arn) =>
        (arn?.Service, arn?.Resource.Split('/')) switch
        {
            ("wafv2", [_, "webacl", _, _]) => ResourceTypes.WebAcl,
            ("wafv2", [_, "rulegroup", _, _]) => ResourceTypes.WafRuleGroup,
            ("wafv2", [_, "ipset", _, _]) => ResourceTypes.IpSet,
            ("wafv2", [_, "regexpatternset", _, _]) => ResourceTypes.RegexPatternSet,
            ("network-firewall", ["firewall", _]) => ResourceTypes.Firewall,
            ("network-firewall", ["firewall-policy", _]) => ResourceTypes.FirewallPolicy,
            ("network-firewall", ["stateful-rulegroup" or "stateless-rulegroup", _]) => ResourceTypes.FirewallRuleGroup,
            ("elasticloadbalancing", ["loadbalancer", "app", _, _]) => ResourceTypes.LoadBalancer,
            ("apigateway", ["", "restapis", _, "stages", _]) => ResourceTypes.ApiStage,
            ("appsync", ["apis", _]) => ResourceTypes.GraphQLApi,
            ("cloudfront", ["distribution", _]) => ResourceTypes.Distribution,
            _ => null,
        };

    /// <summary>What an id of the type looks like, for messages.</summary>
    internal static string Pattern(string type) =>
        type switch
        {
            ResourceTypes.SecurityGroup => "the id of a security group, such as sg-0a1b2c3d",
            ResourceTypes.NetworkAcl => "the id of a network ACL, such as acl-0a1b2c3d",
            ResourceTypes.PrefixList => "the id of a managed prefix list, such as pl-0a1b2c3d",
            ResourceTypes.Vpc => "the id of a VPC, such as vpc-0a1b2c3d",
            ResourceTypes.Subnet => "the id of a subnet, such as subnet-0a1b2c3d",
            ResourceTypes.RouteTable => "the id of a route table, such as rtb-0a1b2c3d",
            ResourceTypes.InternetGateway => "the id of an internet gateway, such as igw-0a1b2c3d",
            ResourceTypes.VpcEndpoint => "the id of a VPC endpoint, such as vpce-0a1b2c3d",
            ResourceTypes.TrafficMirrorSessions => "the id mirror-sessions",
            ResourceTypes.Instance => "the id of an instance, such as i-0a1b2c3d",
            ResourceTypes.NetworkInterface => "the id of a network interface, such as eni-0a1b2c3d",
            _ => $"the ARN of an {type}",
        };

    /// <summary>Why a resource that is not well-formed is none.</summary>
    internal string Fault =>
        Id is null && Name is not null
            ? $"{Quoted.Of(Name)} is not the name of a security group"
            : $"{Quoted.Of(Id ?? "")} is not {Pattern(Type)}";

    private static bool IsName(string? text) => text is { Length: > 0 and <= 255 } && !text.Any(char.IsControl);

    private static bool IsTail(string text) => text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetterOrDigit);
}
