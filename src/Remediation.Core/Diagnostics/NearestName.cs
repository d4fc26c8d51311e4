namespace Remediation.Core.Diagnostics;

/// <summary>What a person most likely meant by a name that is not there.</summary>
public static class NearestName
{
    private const int MostListed = 20;
    private const int LongestName = 64;

    /// <summary>"Did you mean ...?" when one name is near, else all the names there are.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> names)
    {
        if (Of(written, names) is { } nearest)
        {
            return $"Did you mean {nearest}?";
        }
        return names.Count == 0
            ? "There are none"
            : $"It is one of: {string.Join(", ", names.Take(MostListed))}{(names.Count > MostListed ? ", ..." : "")}";
    }

    /// <summary>The name with the fewest edits to it, or null when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        if (written.Length > LongestName)
        {
            return null;
        }
        var lower = written.ToLowerInvariant();
        return names
            .Select(name => (Name: name, Distance: Distance(lower, name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Clamp(candidate.Name.Length / 3, 1, 4))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours cost one each.
    private static int Distance(string from, string to)
    {
        var costs = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                costs[i, j] = Cost(costs, from, to, i, j);
            }
        }
        return costs[from.Length, to.Length];
    }

    private static int Cost(int[,] costs, string from, string to, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }
        var replaced = costs[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var cost = Math.Min(replaced, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return isSwap ? Math.Min(cost, costs[i - 2, j - 2] + 1) : cost;
    }
}
