using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The parts that the states of AWS Network Firewall are made of, and where in them things are. API:
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/Welcome.html.
/// </summary>
public static class FirewallParts
{
    public const string Service = "network-firewall";
    public const string Firewall = "network-firewall.describe-firewall";
    public const string Logging = "network-firewall.describe-logging-configuration";
    public const string Policy = "network-firewall.describe-firewall-policy";
    public const string RuleGroup = "network-firewall.describe-rule-group";

    /// <summary>The firewall's own settings.</summary>
    public static DocumentPath FirewallSettings { get; } = DocumentPath.Of(Firewall, "Firewall");

    /// <summary>Where the firewall's logs go.</summary>
    public static DocumentPath LogDestinations { get; } =
        DocumentPath.Of(Logging, "LoggingConfiguration", "LogDestinationConfigs");

    /// <summary>The policy itself, without what is told about it.</summary>
    public static DocumentPath PolicyContent { get; } = DocumentPath.Of(Policy, "FirewallPolicy");

    /// <summary>The rule group itself, without what is told about it.</summary>
    public static DocumentPath RuleGroupContent { get; } = DocumentPath.Of(RuleGroup, "RuleGroup");
}
