using System.Collections.Immutable;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>The calls after which checks on AWS Network Firewall can come out differently, and those that their fixes make.</summary>
internal static class NetworkFirewallTriggers
{
    public static ImmutableArray<string> Policy { get; } =
    ["network-firewall:CreateFirewallPolicy", "network-firewall:UpdateFirewallPolicy"];

    public static ImmutableArray<string> RuleGroup { get; } =
    ["network-firewall:CreateRuleGroup", "network-firewall:UpdateRuleGroup"];

    public static ImmutableArray<string> PolicyAndRuleGroup { get; } =
    [.. Policy, .. RuleGroup, "network-firewall:DeleteRuleGroup"];

    public static ImmutableArray<string> PolicyFix { get; } = ["network-firewall:UpdateFirewallPolicy"];

    public static ImmutableArray<string> RuleGroupFix { get; } = ["network-firewall:UpdateRuleGroup"];

    public static ImmutableArray<string> FirewallFix { get; } =
    [
        "network-firewall:AssociateSubnets",
        "network-firewall:DisassociateSubnets",
        "network-firewall:UpdateFirewallDeleteProtection",
        "network-firewall:UpdateFirewallPolicyChangeProtection",
        "network-firewall:UpdateLoggingConfiguration",
        "network-firewall:UpdateSubnetChangeProtection",
    ];

    public static ImmutableArray<string> OfFirewall(params ReadOnlySpan<string> calls) =>
        [.. calls.ToArray().Prepend("CreateFirewall").Select(call => $"network-firewall:{call}")];
}
