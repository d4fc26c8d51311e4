using System.Collections.Immutable;
using System.Text;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// A Suricata rule taken apart into the seven words of its header and its options, without knowing what they mean.
/// https://docs.suricata.io/en/latest/rules/intro.html.
/// </summary>
internal sealed record SuricataLine(ImmutableArray<string> Header, ImmutableArray<SuricataOption> Options)
{
    private const int HeaderWords = 7;

    /// <summary>The rules of a text, each with the number of its first line; comments and empty lines are none.</summary>
    public static IEnumerable<(int Line, string Text)> Split(string rules)
    {
        var lines = rules.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            var last = lines[i].TrimEnd();
            var joined = new StringBuilder();
            while (last.EndsWith('\\') && i + 1 < lines.Length)
            {
                joined.Append(last.AsSpan(0, last.Length - 1)).Append(' ');
                last = lines[++i].Trim();
            }
            var text = joined.Append(last).ToString().Trim();
            if (text.Length > 0 && text[0] != '#')
            {
                yield return (first + 1, text);
            }
        }
    }

    /// <summary>The parts of one rule, or what is wrong with it.</summary>
    public static ParseResult<SuricataLine> Read(string rule)
    {
        var header = ImmutableArray.CreateBuilder<string>(HeaderWords);
        var at = 0;
        while (header.Count < HeaderWords)
        {
            at = SkipSpace(rule, at);
            var end = EndOfWord(rule, at);
            if (end == at)
            {
                return Failure($"its header has {header.Count} words where a rule has {HeaderWords}");
            }
            header.Add(rule[at..end]);
            at = end;
        }
        at = SkipSpace(rule, at);
        if (at >= rule.Length || rule[at] != '(' || !rule.EndsWith(')'))
        {
            return Failure("its options do not stand in parentheses after the header");
        }
        var options = ReadOptions(rule[(at + 1)..^1]);
        return options.TryGet(out var read, out var fault)
            ? ParseResult<SuricataLine>.Success(new(header.ToImmutable(), read))
            : Failure(fault);
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        return at;
    }

    // A list may hold spaces.
    private static int EndOfWord(string text, int at)
    {
        var depth = 0;
        while (at < text.Length && (depth > 0 || (!char.IsWhiteSpace(text[at]) && text[at] != '(')))
        {
            depth += text[at] switch
            {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            at++;
        }
        return at;
    }

    private static ParseResult<ImmutableArray<SuricataOption>> ReadOptions(string text)
    {
        var options = ImmutableArray.CreateBuilder<SuricataOption>();
        var at = SkipSpace(text, 0);
        while (at < text.Length)
        {
            var end = EndOfOption(text, at);
            if (end < 0)
            {
                return ParseResult<ImmutableArray<SuricataOption>>.Failure(
                    "an option of it does not end in a semicolon, or a quote in it is not closed"
                );
            }
            options.Add(ReadOption(text[at..end]));
            at = SkipSpace(text, end + 1);
        }
        return options.Count == 0 || options.Any(option => option.Keyword.Length == 0)
            ? ParseResult<ImmutableArray<SuricataOption>>.Failure("it has an option without a keyword, or none")
            : ParseResult<ImmutableArray<SuricataOption>>.Success(options.ToImmutable());
    }

    private static int EndOfOption(string text, int at)
    {
        var isQuoted = false;
        for (var i = at; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ';' when !isQuoted:
                    return i;
            }
        }
        return -1;
    }

    private static SuricataOption ReadOption(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new(text.Trim().ToLowerInvariant(), null)
            : new(text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim());
    }

    private static ParseResult<SuricataLine> Failure(string reason) => ParseResult<SuricataLine>.Failure(reason);
}
