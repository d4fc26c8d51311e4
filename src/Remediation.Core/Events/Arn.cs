namespace Remediation.Core.Events;

/// <summary>The parts of an ARN that tell where a resource is. It is not checked against any service's own format.</summary>
internal sealed record Arn(string Service, string Region, string Account, string Resource)
{
    /// <summary>What follows the resource's type, such as <c>sg-0a1b2c3d</c>.</summary>
    internal string ResourceName => Resource[(Resource.IndexOf('/') + 1)..];

    internal static Arn? Parse(string? text) =>
        text?.Split(':', 6) is ["arn", _, var service, var region, var account, var resource]
            ? new Arn(service, region, account, resource)
            : null;
}
