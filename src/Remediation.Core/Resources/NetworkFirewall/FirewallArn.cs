namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What can be told of a Network Firewall resource by its ARN.</summary>
internal static class FirewallArn
{
    private const string FirewallManager = "FMManaged";
    private const string AwsAccount = "aws-managed";

    /// <summary>The id, whose account and region are those that the ARN names; null when it is none.</summary>
    public static ResourceId? IdOf(string type, string? arn) =>
        Parts(arn) is [_, _, FirewallParts.Service, var region, var account, _]
            ? new(type, arn!, account, region)
            : null;

    /// <summary>The name, which is the end of the ARN.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <summary>Whether the rule group is one that AWS writes.</summary>
    public static bool IsAwsManaged(string arn) => Parts(arn) is [_, _, _, _, AwsAccount, _];

    // A name is given for ever when the resource is made; a tag is for anybody to set, so it does not count.
    public static string? ManagerOf(string arn) =>
        IsAwsManaged(arn) ? "AWS writes this rule group"
        : NameOf(arn).StartsWith(FirewallManager, StringComparison.Ordinal)
            ? "AWS Firewall Manager made it and puts its content back"
        : null;

    private static string[] Parts(string? arn) =>
        arn?.Split(':', 6) is ["arn", ..] and { Length: 6 } parts ? parts : [];
}
