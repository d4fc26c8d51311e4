using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>That a policy uses a rule group, and how.</summary>
/// <param name="Arn">The rule group's ARN.</param>
/// <param name="Priority">Where it stands in the order, from the lowest; null where that is not said.</param>
/// <param name="Override">What is done with its rules' actions, such as <c>DROP_TO_ALERT</c>; or null.</param>
/// <param name="IsDeeplyInspected">Whether traffic is looked at by AWS's active threat defence.</param>
/// <param name="Path">Where in the policy it is said.</param>
public sealed record RuleGroupReference(
    string Arn,
    int? Priority,
    string? Override,
    bool IsDeeplyInspected,
    DocumentPath Path
)
{
    public const string DropToAlert = "DROP_TO_ALERT";

    /// <summary>The name, which is the end of the ARN.</summary>
    public string Name => FirewallArn.NameOf(Arn);

    /// <summary>Whether AWS writes the group. Its name ends in the order that it is made for.</summary>
    public bool IsAwsManaged => FirewallArn.IsAwsManaged(Arn);
}
