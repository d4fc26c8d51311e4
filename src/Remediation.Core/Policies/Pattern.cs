using System.IO.Enumeration;
using Remediation.Core.Resources;

namespace Remediation.Core.Policies;

/// <summary>Text with <c>*</c> for any characters, also none. Case matters, as it does to AWS.</summary>
public static class Pattern
{
    public static bool Matches(string pattern, string text) =>
        pattern.Contains('*')
            ? FileSystemName.MatchesSimpleExpression(Escape(pattern), text, ignoreCase: false)
            : string.Equals(pattern, text, StringComparison.Ordinal);

    /// <summary>Whether the pattern names the resource by its id, its name or its ARN.</summary>
    public static bool MatchesResource(string pattern, ResourceState state) =>
        Matches(pattern, state.Id.Id)
        || (state.Name.Length > 0 && Matches(pattern, state.Name))
        || Matches(pattern, state.Id.Arn);

    // A question mark is an ordinary character here; a backslash escapes.
    private static string Escape(string pattern) =>
        pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
}
