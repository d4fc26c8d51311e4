using Remediation.Core.Events;
using Remediation.Core.Policies;

namespace Remediation.Engine.BreakGlass;

/// <summary>
/// Whether a change was made by somebody whom the policy lists. Told by what IAM says of the caller alone: never by a session's name,
/// a source identity, a user agent or a tag, all of which the caller writes himself.
/// </summary>
internal static class BreakGlassRule
{
    /// <summary>The principal's ARN, or null when he is not listed or cannot be told.</summary>
    public static string? PrincipalOf(Change? change, Guardrails rails) =>
        change is { Channel: EventChannel.CloudTrail }
        && change.Time != Change.UnknownTime
        && IamArn(change.Actor) is { } arn
        && rails.BreakGlassPrincipals.Any(pattern => Matches(pattern, arn, change.Account))
            ? arn
            : null;

    private static string? IamArn(Actor actor) =>
        actor.IdentityType switch
        {
            "AssumedRole" => actor.SessionIssuerArn,
            "IAMUser" => actor.PrincipalArn,
            _ => null,
        };

    // A star for the account is the account of the change: a role of that name can be made in any other by whoever owns it.
    private static bool Matches(string pattern, string arn, string account)
    {
        var (wanted, given) = (pattern.Split(':', 6), arn.Split(':', 6));
        return wanted.Length == 6
            && given.Length == 6
            && wanted[..4].AsSpan().SequenceEqual(given.AsSpan(0, 4))
            && given[4] == (wanted[4] == "*" ? account : wanted[4])
            && Pattern.Matches(wanted[5], given[5]);
    }
}
