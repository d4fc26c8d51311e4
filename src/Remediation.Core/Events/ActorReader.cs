using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Reads who made a call from a CloudTrail record. Records that were trimmed or lower-cased on their way are read as
/// far as they go.
/// </summary>
internal static class ActorReader
{
    internal static Actor Read(JsonElement record)
    {
        var identity = record.Member("userIdentity");
        var session = identity.Member("sessionContext");
        var actor = new Actor
        {
            IdentityType = Shown(identity, "type"),
            PrincipalArn = Shown(identity, "arn"),
            SessionIssuerArn = Shown(session.Member("sessionIssuer"), "arn"),
            SourceIdentity = Shown(session, "sourceIdentity"),
            AccountId = Quoted.PrintableOrNull(Place.AccountId(identity.Member("accountId"))),
            SourceIpAddress = Shown(record, "sourceIPAddress"),
            UserAgent = Shown(record, "userAgent"),
            InvokedBy = Shown(identity, "invokedBy"),
            DisplayName = DisplayName(identity),
        };
        return actor with { Origin = ChangeOrigins.Of(actor, record.Member("sessionCredentialFromConsole").IsTrue()) };
    }

    private static string DisplayName(JsonElement identity)
    {
        var invokedBy = Shown(identity, "invokedBy");
        var name = Shown(identity, "type") switch
        {
            "AssumedRole" => SessionName(identity),
            "Root" => IsService(invokedBy) ? invokedBy : "root",
            "AWSService" => invokedBy,
            "AWSAccount" => Place.AccountId(identity.Member("accountId")) is { } account
                ? $"account {Quoted.Printable(account)}"
                : null,
            "IdentityCenterUser" => Shown(identity.Member("onBehalfOf"), "userId"),
            _ => Shown(identity, "userName") ?? LastPart(Shown(identity, "arn"), '/'),
        };
        return name
            ?? Shown(identity, "userName")
            ?? LastPart(Shown(identity, "principalId"), ':')
            ?? invokedBy
            ?? "unknown";
    }

    private static string? SessionName(JsonElement identity)
    {
        var issuer = Shown(identity.Member("sessionContext").Member("sessionIssuer"), "userName");
        return Arn.Parse(Shown(identity, "arn"))?.Resource.Split('/') switch
        {
            ["assumed-role", var role] => $"role {role}",
            ["assumed-role", .. var path, var session] when path.Length > 0 => $"{session} as role {path[^1]}",
            _ when issuer is not null && LastPart(Shown(identity, "principalId"), ':') is { } session =>
                $"{session} as role {issuer}",
            _ => issuer is null ? null : $"role {issuer}",
        };
    }

    private static bool IsService(string? invokedBy) =>
        invokedBy is not null and not "signin.amazonaws.com"
        && invokedBy.EndsWith(".amazonaws.com", StringComparison.Ordinal);

    private static string? LastPart(string? text, char separator) =>
        text is not null && text.LastIndexOf(separator) is var at && at < text.Length - 1 ? text[(at + 1)..] : null;

    private static string? Shown(JsonElement element, string name) => Quoted.PrintableOrNull(element.Text(name));
}
