namespace Remediation.Core.Events;

/// <summary>
/// Who made a change, as CloudTrail tells it. For reports and break-glass only: it is never evidence of a resource's state.
/// Every part can be missing, since Config and some services name no principal.
/// Source: CloudTrail userIdentity element,
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html.
/// </summary>
public sealed record Actor
{
    /// <summary>An actor of whom nothing is known, as in an AWS Config item.</summary>
    public static Actor Unknown { get; } = new();

    /// <summary>IAMUser, AssumedRole, FederatedUser, Root, AWSService, ...</summary>
    public string? IdentityType { get; init; }

    /// <summary>The caller's ARN; for an assumed role the session's.</summary>
    public string? PrincipalArn { get; init; }

    /// <summary>The ARN of the role behind an assumed-role session.</summary>
    public string? SessionIssuerArn { get; init; }

    /// <summary>The source identity that the session was started with.</summary>
    public string? SourceIdentity { get; init; }

    public string? AccountId { get; init; }

    /// <summary>The caller's address, or the name of the AWS service that called.</summary>
    public string? SourceIpAddress { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The AWS service on whose behalf the call was made, such as <c>cloudformation.amazonaws.com</c>.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>By which tool the change was made, read from the user agent and <see cref="InvokedBy"/>.</summary>
    public ChangeOrigin Origin { get; init; }

    /// <summary>The short name that a person knows: user name, session name, service, or "unknown".</summary>
    public string DisplayName { get; init; } = "unknown";
}
