using System.Diagnostics.CodeAnalysis;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The grammar that addresses and ports of a Suricata rule share: <c>any</c>, <c>!x</c>, <c>[a,b,!c]</c>, <c>$VARIABLE</c>, and
/// what a single one is. https://docs.suricata.io/en/latest/rules/intro.html#source-and-destination.
/// </summary>
/// <typeparam name="T">What it stands for.</typeparam>
internal abstract class ListExpression<T>
    where T : class
{
    private const int Deepest = 16;

    protected abstract T Everything { get; }

    protected abstract T Nothing { get; }

    protected abstract T Union(T one, T other);

    protected abstract T Except(T one, T other);

    /// <summary>What a single one stands for, or null where it is none.</summary>
    protected abstract T? Single(string text);

    /// <summary>What the whole stands for, or null where it cannot be understood.</summary>
    public T? Evaluate(string text) => Evaluate(text.Trim(), 0);

    private T? Evaluate(string text, int depth)
    {
        if (depth > Deepest || text.Length == 0)
        {
            return null;
        }
        if (text.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            return Everything;
        }
        if (text[0] == '!')
        {
            return Evaluate(text[1..].TrimStart(), depth + 1) is { } without ? Except(Everything, without) : null;
        }
        return text[0] == '[' ? OfList(text, depth) : Single(text);
    }

    // What is negated is taken from what is not; from everything where nothing else is named.
    private T? OfList(string text, int depth)
    {
        if (!TrySplit(text, out var items))
        {
            return null;
        }
        var (with, without) = (Nothing, Nothing);
        var isNamed = false;
        foreach (var item in items)
        {
            var isNegated = item.StartsWith('!');
            if (Evaluate(isNegated ? item[1..].TrimStart() : item, depth + 1) is not { } value)
            {
                return null;
            }
            isNamed |= !isNegated;
            with = isNegated ? with : Union(with, value);
            without = isNegated ? Union(without, value) : without;
        }
        return Except(isNamed ? with : Everything, without);
    }

    private static bool TrySplit(string text, [NotNullWhen(true)] out List<string>? items)
    {
        items = [];
        var (depth, start) = (0, 1);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            var isEnd = depth == 0;
            if (isEnd || (depth == 1 && text[i] == ','))
            {
                items.Add(text[start..i].Trim());
                start = i + 1;
            }
            if (isEnd && i < text.Length - 1)
            {
                return false;
            }
        }
        return depth == 0;
    }
}
