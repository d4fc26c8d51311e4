using System.Text.Json;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Which resources a recorded call of AWS WAF (v2) names. CloudTrail writes its parameters in camel case; most name a resource by
/// name, scope and id, of which the ARN is made.
/// https://docs.aws.amazon.com/waf/latest/developerguide/logging-using-cloudtrail.html.
/// </summary>
internal static class WafCalls
{
    private const string HomeOfGlobal = "us-east-1";

    internal static IReadOnlyDictionary<string, Func<JsonElement, string, NamedResources>> Readers { get; } =
        new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateWebACL"] = OfOne(ResourceTypes.WebAcl, "webacl"),
            ["UpdateWebACL"] = OfOne(ResourceTypes.WebAcl, "webacl"),
            ["DeleteWebACL"] = OfOne(ResourceTypes.WebAcl, "webacl"),
            ["CreateRuleGroup"] = OfUsed(ResourceTypes.WafRuleGroup, "rulegroup"),
            ["UpdateRuleGroup"] = OfUsed(ResourceTypes.WafRuleGroup, "rulegroup"),
            ["DeleteRuleGroup"] = OfUsed(ResourceTypes.WafRuleGroup, "rulegroup"),
            ["CreateIPSet"] = OfUsed(ResourceTypes.IpSet, "ipset"),
            ["UpdateIPSet"] = OfUsed(ResourceTypes.IpSet, "ipset"),
            ["DeleteIPSet"] = OfUsed(ResourceTypes.IpSet, "ipset"),
            ["CreateRegexPatternSet"] = OfUsed(ResourceTypes.RegexPatternSet, "regexpatternset"),
            ["UpdateRegexPatternSet"] = OfUsed(ResourceTypes.RegexPatternSet, "regexpatternset"),
            ["DeleteRegexPatternSet"] = OfUsed(ResourceTypes.RegexPatternSet, "regexpatternset"),
            ["AssociateWebACL"] = OfAssociation,
            ["DisassociateWebACL"] = OfAssociation,
            ["PutLoggingConfiguration"] = OfLogging,
            ["DeleteLoggingConfiguration"] = OfLogging,
            ["PutPermissionPolicy"] = OfArn,
            ["DeletePermissionPolicy"] = OfArn,
            ["DeleteFirewallManagerRuleGroups"] = OfWebAclArn,
            ["TagResource"] = OfArn,
            ["UntagResource"] = OfArn,
        };

    private static Func<JsonElement, string, NamedResources> OfOne(string type, string kind) =>
        (record, name) =>
            One(record, type, kind) is { } resource
                ? Named(name, resource)
                : Lacks(record, name, $"{type}, neither by ARN nor by name, scope and id");

    // What a set or group says, the web ACLs do that use it: they are looked at too.
    private static Func<JsonElement, string, NamedResources> OfUsed(string type, string kind) =>
        (record, name) =>
            One(record, type, kind) is { } resource
                ? Named(name, resource, NamedResource.Every(ResourceTypes.WebAcl))
                : Lacks(record, name, $"{type}, neither by ARN nor by name, scope and id");

    private static NamedResources OfAssociation(JsonElement record, string name)
    {
        var parameters = record.Member("requestParameters");
        if (parameters.Text("resourceArn") is not { } arn)
        {
            return Lacks(record, name, "resource: requestParameters has no resourceArn");
        }
        return Named(name, [.. OfKnownType(arn), .. OfKnownType(parameters.Text("webACLArn"))]);
    }

    private static NamedResources OfLogging(JsonElement record, string name)
    {
        var parameters = record.Member("requestParameters");
        var arn =
            parameters.Text("resourceArn")
            ?? parameters.Member("loggingConfiguration").Text("resourceArn")
            ?? record.Member("responseElements").Member("loggingConfiguration").Text("resourceArn");
        return arn is null
            ? Lacks(record, name, "web ACL: requestParameters has no resourceArn")
            : Named(name, new NamedResource(ResourceTypes.WebAcl, arn));
    }

    private static NamedResources OfArn(JsonElement record, string name) =>
        record.Member("requestParameters").Text("resourceArn") is { } arn
            ? Named(name, [.. OfKnownType(arn)])
            : Lacks(record, name, "resource: requestParameters has no resourceARN");

    private static NamedResources OfWebAclArn(JsonElement record, string name) =>
        record.Member("requestParameters").Text("webACLArn") is { } arn
            ? Named(name, [.. OfKnownType(arn)])
            : Lacks(record, name, "web ACL: requestParameters has no webACLArn");

    private static IEnumerable<NamedResource> OfKnownType(string? arn) =>
        arn is not null && NamedResource.TypeOf(arn) is { } type ? [new(type, arn)] : [];

    private static NamedResource? One(JsonElement record, string type, string kind)
    {
        var parameters = record.Member("requestParameters");
        var answered = record.Member("responseElements").Member("summary");
        if ((answered.Text("aRN") ?? parameters.Text("aRN")) is { } arn)
        {
            return new(type, arn);
        }
        var id = parameters.Text("id") ?? answered.Text("id");
        var name = parameters.Text("name") ?? answered.Text("name");
        return id is not null && name is not null && ArnOf(record, parameters, $"{kind}/{name}/{id}") is { } made
            ? new(type, made)
            : null;
    }

    // The event's own region is that of the call; what is for CloudFront is in us-east-1 wherever it was called from.
    private static string? ArnOf(JsonElement record, JsonElement parameters, string resource)
    {
        var isGlobal = parameters.Text("scope") == "CLOUDFRONT";
        var region = isGlobal ? HomeOfGlobal : record.Text("awsRegion");
        var account =
            Place.AccountId(record.Member("recipientAccountId"))
            ?? Place.AccountId(record.Member("userIdentity").Member("accountId"));
        return region is null || account is null
            ? null
            : $"arn:{PartitionOf(region)}:wafv2:{region}:{account}:{(isGlobal ? "global" : "regional")}/{resource}";
    }

    private static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    private static NamedResources Named(string name, params IEnumerable<NamedResource> resources) =>
        NamedResources.Of(
            resources,
            NamedResources.Ignored($"{Quoted.Printable(name)} is about nothing that this version watches")
        );

    private static NamedResources Lacks(JsonElement record, string name, string what) =>
        NamedResources.Rejected(
            record.Member("requestParameters").Member("omitted").IsTrue()
                ? $"{Quoted.Printable(name)} names no {what}: CloudTrail left out the request's parameters for their size; audit the account instead"
                : $"{Quoted.Printable(name)} names no {what}; expected the record as CloudTrail wrote it"
        );
}
