using System.Text.Json;
using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>
/// Which firewalls, policies and rule groups a recorded call of AWS Network Firewall names: by ARN, or by a name of which the ARN
/// is made. A rule group's ARN also needs its type; without it every rule group is looked at.
/// https://docs.aws.amazon.com/network-firewall/latest/developerguide/logging-using-cloudtrail.html.
/// </summary>
internal static class NetworkFirewallCalls
{
    internal const string Service = "network-firewall";
    private const string Hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

    internal static IReadOnlyDictionary<string, Func<JsonElement, string, NamedResources>> Readers { get; } =
        new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateFirewall"] = OfFirewall,
            ["DeleteFirewall"] = OfFirewall,
            ["AssociateFirewallPolicy"] = OfFirewall,
            ["AssociateSubnets"] = OfFirewall,
            ["DisassociateSubnets"] = OfFirewall,
            ["AssociateAvailabilityZones"] = OfFirewall,
            ["DisassociateAvailabilityZones"] = OfFirewall,
            ["UpdateFirewallDeleteProtection"] = OfFirewall,
            ["UpdateSubnetChangeProtection"] = OfFirewall,
            ["UpdateFirewallPolicyChangeProtection"] = OfFirewall,
            ["UpdateAvailabilityZoneChangeProtection"] = OfFirewall,
            ["UpdateFirewallAnalysisSettings"] = OfFirewall,
            ["UpdateFirewallEncryptionConfiguration"] = OfFirewall,
            ["UpdateFirewallDescription"] = OfFirewall,
            ["UpdateLoggingConfiguration"] = OfFirewall,
            ["CreateFirewallPolicy"] = OfPolicy,
            ["UpdateFirewallPolicy"] = OfPolicy,
            ["DeleteFirewallPolicy"] = OfPolicy,
            ["CreateRuleGroup"] = OfRuleGroup,
            ["UpdateRuleGroup"] = OfRuleGroup,
            ["DeleteRuleGroup"] = OfRuleGroup,
        };

    private static NamedResources OfFirewall(JsonElement record, string name) =>
        Of(record, name, ResourceTypes.Firewall, "firewall", "firewallArn", "firewallName", "firewall");

    private static NamedResources OfPolicy(JsonElement record, string name) =>
        Of(
            record,
            name,
            ResourceTypes.FirewallPolicy,
            "firewallPolicyResponse",
            "firewallPolicyArn",
            "firewallPolicyName",
            "firewall-policy"
        );

    // What a policy's order and defaults come to depends on its rule groups, and the event does not say whose they are.
    private static NamedResources OfRuleGroup(JsonElement record, string name)
    {
        var type =
            Shown(record.Member("requestParameters"), "type")
            ?? Shown(record.Member("responseElements").Member("ruleGroupResponse"), "type");
        var kind = type?.ToUpperInvariant() switch
        {
            "STATEFUL" => "stateful-rulegroup",
            "STATELESS" => "stateless-rulegroup",
            _ => null,
        };
        var group = Named(
            record,
            ResourceTypes.FirewallRuleGroup,
            "ruleGroupResponse",
            "ruleGroupArn",
            "ruleGroupName",
            kind
        );
        return NamedResources.Of(
            group is null ? [] : [group, NamedResource.Every(ResourceTypes.FirewallPolicy)],
            Nothing(name, "ruleGroupArn")
        );
    }

    private static NamedResources Of(
        JsonElement record,
        string name,
        string type,
        string answer,
        string arnMember,
        string nameMember,
        string kind
    ) =>
        NamedResources.Of(
            Named(record, type, answer, arnMember, nameMember, kind) is { } named ? [named] : [],
            Nothing(name, arnMember)
        );

    private static NamedResources Nothing(string name, string arnMember) =>
        NamedResources.Rejected($"{name} does not say on what: requestParameters has no {arnMember} and no name");

    // What is named and cannot be told is one of all.
    private static NamedResource? Named(
        JsonElement record,
        string type,
        string answer,
        string arnMember,
        string nameMember,
        string? kind
    )
    {
        var parameters = record.Member("requestParameters");
        var response = record.Member("responseElements");
        var arn =
            Shown(parameters, arnMember) ?? Shown(response.Member(answer), arnMember) ?? Shown(response, arnMember);
        if (arn is not null)
        {
            return new(type, arn);
        }
        var (name, region) = (Shown(parameters, nameMember), record.Text("awsRegion"));
        var account =
            Place.AccountId(record.Member("recipientAccountId"))
            ?? Place.AccountId(record.Member("userIdentity").Member("accountId"));
        if (name is not null && kind is not null && region is not null && account is not null)
        {
            var partition = ResourceId.PartitionOf(region);
            return new(type, $"arn:{partition}:{Service}:{region}:{account}:{kind}/{name}");
        }
        return parameters.Text(arnMember) is null && parameters.Text(nameMember) is null
            ? null
            : NamedResource.Every(type);
    }

    private static string? Shown(JsonElement element, string name) =>
        element.Text(name) is { } text && text != Hidden ? text : null;
}
