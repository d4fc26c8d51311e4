using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Remediation.Core.Policies;

/// <summary>
/// The policy documents that ship with the product, as text. They are read by the same loader as a team's own, and are meant
/// to be copied and changed.
/// </summary>
public static class StarterPolicies
{
    public static ImmutableArray<string> Names { get; } = ["foundational", "layered", "strict"];

    /// <summary>The document of that name; false when none ships under it.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }
        using var stream = typeof(StarterPolicies).Assembly.GetManifestResourceStream($"Starters/{name}.yaml");
        if (stream is null)
        {
            return false;
        }
        using var reader = new StreamReader(stream);
        text = reader.ReadToEnd();
        return true;
    }
}
