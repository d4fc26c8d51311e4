namespace Remediation.Core.Templates.Resolution;

/// <summary>The pieces of the text of <c>Fn::Sub</c>: what is there as it is, and the names in <c>${...}</c>.</summary>
internal static class SubPattern
{
    public static IEnumerable<(string Text, bool IsName)> Parse(string pattern)
    {
        var at = 0;
        while (pattern.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = pattern.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }
            if (open > at)
            {
                yield return (pattern[at..open], false);
            }
            var name = pattern[(open + 2)..close].Trim();
            // ${!Literal} is how ${Literal} is written.
            yield return name.StartsWith('!') ? ($"${{{name[1..]}}}", false) : (name, true);
            at = close + 1;
        }
        if (at < pattern.Length)
        {
            yield return (pattern[at..], false);
        }
    }
}
