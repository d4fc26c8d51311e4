namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// Patterns of policies: <c>*</c> stands for any characters, <c>?</c> for one.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html.
/// </summary>
internal static class Wildcard
{
    /// <summary>
    /// Whether everything that one pattern matches the other does too. True is always right; of patterns that stand for the same in
    /// different ways it may say false.
    /// </summary>
    public static bool Covers(string pattern, string other)
    {
        var (p, o, star, resume) = (0, 0, -1, 0);
        while (o < other.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, o);
            }
            else if (p < pattern.Length && TakesOne(pattern[p], other[o]))
            {
                p++;
                o++;
            }
            else if (star >= 0)
            {
                (p, o) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    /// <summary>Whether some text matches both patterns.</summary>
    public static bool Overlap(string one, string other)
    {
        // Which places of the other pattern can be reached after as much of the first one.
        var reached = new bool[other.Length + 1];
        reached[0] = true;
        CloseStars(reached, other);
        foreach (var letter in one)
        {
            reached = letter == '*' ? AfterStar(reached) : AfterLetter(reached, letter, other);
        }
        return reached[^1];
    }

    private static bool TakesOne(char pattern, char other) =>
        pattern == other ? other != '*' : pattern == '?' && other != '*';

    private static bool[] AfterStar(bool[] reached)
    {
        var next = new bool[reached.Length];
        var any = false;
        for (var i = 0; i < reached.Length; i++)
        {
            any |= reached[i];
            next[i] = any;
        }
        return next;
    }

    private static bool[] AfterLetter(bool[] reached, char letter, string other)
    {
        var next = new bool[reached.Length];
        for (var i = 0; i < other.Length; i++)
        {
            if (!reached[i])
            {
                continue;
            }
            if (other[i] == '*')
            {
                next[i] = true;
            }
            else if (other[i] == letter || other[i] == '?' || letter == '?')
            {
                next[i + 1] = true;
            }
        }
        CloseStars(next, other);
        return next;
    }

    // A star can stand for nothing.
    private static void CloseStars(bool[] reached, string other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            reached[i + 1] |= reached[i] && other[i] == '*';
        }
    }
}
