using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;

namespace Remediation.Engine.Audits;

/// <summary>
/// Reads <c>{"types": [...], "checks": [...], "account": "...", "region": "...", "policy": "...", "continuation": "...",
/// "publish": true}</c>, every member of which can be left out. It is written by hand, so what is misspelt is told.
/// </summary>
public static class AuditRequestReader
{
    private static readonly string[] _members =
    [
        "types",
        "checks",
        "account",
        "region",
        "policy",
        "continuation",
        "publish",
    ];

    /// <param name="request">The object.</param>
    /// <param name="types">The types that can be judged.</param>
    /// <param name="checks">The ids of the checks there are.</param>
    public static ParseResult<AuditRequest> Read(
        JsonElement request,
        IReadOnlyCollection<string> types,
        IReadOnlyCollection<string> checks
    )
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return ParseResult<AuditRequest>.Failure("audit is not an object; {} audits all of the account");
        }
        var problems = new List<string>();
        foreach (
            var member in request.EnumerateObject().Where(item => !_members.Contains(item.Name, StringComparer.Ordinal))
        )
        {
            problems.Add($"audit has '{member.Name}'; expected {string.Join(", ", _members)}");
        }
        var read = new AuditRequest
        {
            Types = Known(request, "types", types, problems),
            Checks = Known(request, "checks", checks, problems),
            Account = Text(request, "account", problems) ?? "",
            Region = Text(request, "region", problems) ?? "",
            Policy = Text(request, "policy", problems),
            Continuation = Text(request, "continuation", problems),
            Publishes = IsTrue(request, "publish", problems),
        };
        if (read.Account.Length > 0 && !IsAccount(read.Account))
        {
            problems.Add($"audit.account is '{read.Account}', which is not an account id: twelve digits, in quotes");
        }
        if (read.Region.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            problems.Add($"audit.region is '{read.Region}', which is not a region such as us-east-1");
        }
        if (read.Continuation is not null && request.EnumerateObject().Count() > 1)
        {
            problems.Add("audit.continuation goes alone: what is judged was said when the audit began");
        }
        return problems.Count == 0
            ? ParseResult<AuditRequest>.Success(read)
            : ParseResult<AuditRequest>.Failure(string.Join("; ", problems));
    }

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    private static ImmutableArray<string> Known(
        JsonElement request,
        string name,
        IReadOnlyCollection<string> known,
        List<string> problems
    )
    {
        if (!request.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problems.Add($"audit.{name} is no list with something in it; leave it out for all");
            return [];
        }
        var texts = list.EnumerateArray().Select(item => item.ToString()).Distinct(StringComparer.Ordinal).ToList();
        problems.AddRange(
            texts
                .Where(text => !known.Contains(text, StringComparer.Ordinal))
                .Select(text => $"audit.{name} has '{text}'; expected some of {string.Join(", ", known)}")
        );
        return [.. texts];
    }

    private static string? Text(JsonElement request, string name, List<string> problems)
    {
        if (!request.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }
        problems.Add($"audit.{name} is no text");
        return null;
    }

    private static bool IsTrue(JsonElement request, string name, List<string> problems)
    {
        if (
            !request.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False
        )
        {
            return false;
        }
        if (value.ValueKind != JsonValueKind.True)
        {
            problems.Add($"audit.{name} is neither true nor false");
        }
        return true;
    }
}
