namespace Remediation.Core.Policies.Destinations;

/// <summary>A topic of Amazon SNS.</summary>
/// <param name="TopicArn">The topic, in any region of the partition.</param>
public sealed record SnsDestination(string TopicArn) : NotifyDestination
{
    public override string Name => $"sns {TopicArn}";
}
