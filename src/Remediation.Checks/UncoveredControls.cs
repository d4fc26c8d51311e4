using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Checks;

/// <summary>
/// The network controls of AWS Security Hub (FSBP), of the CIS AWS Foundations Benchmark and of the guidance that no check covers,
/// each with the reason. Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html.
/// </summary>
public static class UncoveredControls
{
    public static ImmutableArray<(Control Control, string Reason)> All { get; } =
    [
        (
            new("EC2.9", "Amazon EC2 instances should not have a public IPv4 address"),
            "It is judged where traffic is let in, not by the address: whether an interface with one is reachable takes the "
                + "group, the network ACL, the route and the address together"
        ),
        (
            new("EC2.51", "EC2 Client VPN endpoints should have client connection logging enabled"),
            "Client VPN is not one of the layers that the guidance names"
        ),
        (new("EC2.59", "Of no control: Security Hub goes from EC2.58 to EC2.60"), "There is nothing to cover"),
        (
            new("EC2.172", "EC2 VPC Block Public Access settings should block internet gateway traffic"),
            "Block Public Access is a setting of the whole account and region; turning it on cuts every public workload, so "
                + "that it is no matter for automation"
        ),
        (
            new("WAF.1", "AWS WAF Classic Global Web ACL logging should be enabled"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.2", "AWS WAF Classic Regional rules should have at least one condition"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.3", "AWS WAF Classic Regional rule groups should have at least one rule"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.4", "AWS WAF Classic Regional web ACLs should have at least one rule or rule group"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.6", "AWS WAF Classic global rules should have at least one condition"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.7", "AWS WAF Classic global rule groups should have at least one rule"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (
            new("WAF.8", "AWS WAF Classic global web ACLs should have at least one rule or rule group"),
            "WAF Classic can no longer be created, and AWS moves what is left to WAF"
        ),
        (new("NetworkFirewall.7", "Network Firewall firewalls should be tagged"), "Tags say nothing of traffic"),
        (
            new("NetworkFirewall.8", "Network Firewall firewall policies should be tagged"),
            "Tags say nothing of traffic"
        ),
    ];
}
