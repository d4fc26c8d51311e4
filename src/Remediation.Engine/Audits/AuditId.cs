using System.Globalization;
using System.Text.RegularExpressions;

namespace Remediation.Engine.Audits;

/// <summary>Which audit, of which account and region: what a continuation names, and what its objects lie under.</summary>
/// <param name="Run">When it began and by which invocation, such as <c>20261130T041500Z-1f0e2d3c</c>.</param>
public sealed partial record AuditId(string Account, string Region, string Run)
{
    /// <summary>Where the objects of the audit lie.</summary>
    public string Folder => $"{Place}{Run[..4]}/{Run[4..6]}/{Run[6..8]}/{Run}/";

    /// <summary>Where those of every audit of the account and region lie.</summary>
    public string Place => $"audits/{Account}/{Region}/";

    /// <summary>A new one; the invocation's id tells apart what began in the same second.</summary>
    public static AuditId Begin(string account, string region, string invocation, DateTimeOffset now)
    {
        var hex = string.Concat(invocation.Where(char.IsAsciiHexDigitLower).Take(12));
        return new(
            account,
            region,
            now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + hex.PadLeft(12, '0')
        );
    }

    /// <summary>The one that a continuation names; null when it is no continuation. It cannot lead anywhere else.</summary>
    public static AuditId? Parse(string continuation) =>
        Continuation().Match(continuation) is { Success: true } match
            ? new(match.Groups["account"].Value, match.Groups["region"].Value, match.Groups["run"].Value)
            : null;

    /// <summary>The continuation.</summary>
    public override string ToString() => $"{Account}/{Region}/{Run}";

    [GeneratedRegex(
        "^(?<account>[0-9]{12})/(?<region>[a-z0-9-]{1,32})/(?<run>[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12})$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Continuation();
}
