using System.Collections.Immutable;

namespace Remediation.Checks.SecurityGroups;

/// <summary>The EC2 calls after which checks on security groups can come out differently, by what they change.</summary>
internal static class SecurityGroupTriggers
{
    public static ImmutableArray<string> Ingress { get; } =
    [
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress",
        "ModifySecurityGroupRules",
        "CreateSecurityGroup",
        "ModifyManagedPrefixList",
        "RestoreManagedPrefixListVersion",
    ];

    public static ImmutableArray<string> Egress { get; } =
    [
        "AuthorizeSecurityGroupEgress",
        "RevokeSecurityGroupEgress",
        "ModifySecurityGroupRules",
        "CreateSecurityGroup",
        "ModifyManagedPrefixList",
        "RestoreManagedPrefixListVersion",
    ];

    public static ImmutableArray<string> AnyRule { get; } = [.. Ingress.Union(Egress, StringComparer.Ordinal)];

    public static ImmutableArray<string> Attachment { get; } =
    [
        "CreateSecurityGroup",
        "ModifyNetworkInterfaceAttribute",
        "ModifyInstanceAttribute",
        "RunInstances",
        "CreateNetworkInterface",
    ];

    public static ImmutableArray<string> IngressFix { get; } =
    ["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags", "ec2:RevokeSecurityGroupIngress"];

    public static ImmutableArray<string> EgressFix { get; } =
    ["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags", "ec2:RevokeSecurityGroupEgress"];
}
