using System.Globalization;

namespace Remediation.Core.Diagnostics;

/// <summary>The first of some names, and how many more there are: beyond a few, a list says less than its length.</summary>
public static class NameList
{
    /// <param name="names">All of them.</param>
    /// <param name="most">How many are named.</param>
    /// <returns>Such as <c>a, b and 3 more</c>; empty for no names.</returns>
    public static string Of(IReadOnlyCollection<string> names, int most)
    {
        var named = string.Join(", ", names.Take(most));
        return names.Count > most
            ? string.Create(CultureInfo.InvariantCulture, $"{named} and {names.Count - most} more")
            : named;
    }
}
