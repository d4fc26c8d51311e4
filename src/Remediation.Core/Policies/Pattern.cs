using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Policies;

/// <summary>Text with <c>*</c> for any characters, also none. Every other character is itself, <c>?</c> and <c>\</c> too. Case matters, as it does to AWS.</summary>
public static class Pattern
{
    /// <summary>Takes at most time proportional to the product of the two lengths.</summary>
    public static bool Matches(string pattern, string text)
    {
        var (at, inText) = (0, 0);
        var (star, taken) = (-1, 0);
        while (inText < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, taken) = (at++, inText);
            }
            else if (at < pattern.Length && pattern[at] == text[inText])
            {
                at++;
                inText++;
            }
            else if (star >= 0)
            {
                // Only the last star ever needs to take more: what came before it has matched already.
                (at, inText) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    /// <summary>
    /// Whether the pattern names the resource by its id, its name or its ARN. The name of a network ACL is no more than a tag, which
    /// whoever can change its entries can set as well, so that it does not count.
    /// </summary>
    public static bool MatchesResource(string pattern, ResourceState state) =>
        Matches(pattern, state.Id.Id)
        || (state is not NetworkAcl && state.Name.Length > 0 && Matches(pattern, state.Name))
        || Matches(pattern, state.Id.Arn);
}
