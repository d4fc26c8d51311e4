using Remediation.Core.Checks;
using Remediation.Core.Resources.AccessPolicies;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>How far a statement reaches that lets anybody in: in words, and how bad that is.</summary>
internal sealed record EndpointReach(string Text, Severity? Severity)
{
    private static readonly string[] ObjectActions =
    [
        "s3:GetObject*",
        "s3:PutObject*",
        "s3:DeleteObject*",
        "s3:RestoreObject",
    ];

    public static EndpointReach Of(PolicyStatement statement)
    {
        var isAnyResource = statement.Resources.IsAllBut || statement.Resources.IsEverything;
        if (IsAnyAction(statement.Actions) && isAnyResource)
        {
            return new("any principal may do anything on any resource", Core.Checks.Severity.High);
        }
        return ReachesObjects(statement)
            ? new(
                "any principal may use the objects of any S3 bucket, those of other accounts too",
                Core.Checks.Severity.High
            )
            : new(
                "any principal is let in (Principal \"*\" without a condition), though not to everything",
                Core.Checks.Severity.Low
            );
    }

    // All actions of one service are all that the endpoint of that service leads to.
    private static bool IsAnyAction(PolicyPatterns actions) =>
        actions.IsAllBut
        || actions.IsEverything
        || actions.Patterns.Any(pattern => pattern.Split(':') is [_, var name] && name.All(letter => letter == '*'));

    private static bool ReachesObjects(PolicyStatement statement) =>
        ObjectActions.Any(statement.Actions.Overlaps)
        && (statement.Resources.IsAllBut || statement.Resources.Patterns.Any(IsAnyBucket));

    // arn:aws:s3:::BUCKET/KEY; what stands for any text before the key stands for any bucket.
    private static bool IsAnyBucket(string resource)
    {
        if (resource.Split(':', 6) is not ["arn", _, _, _, _, var name])
        {
            return resource.TrimEnd('*').Length == 0 || resource.EndsWith(":*", StringComparison.Ordinal);
        }
        var bucket = name.Split('/')[0];
        return bucket.Contains('*', StringComparison.Ordinal) && bucket.All(letter => letter is '*' or '?');
    }
}
