using System.Collections.Immutable;
using System.Globalization;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads single values and reports what is wrong with them; what could not be read is null or left out.</summary>
internal sealed class ValueReader(Problems problems)
{
    public Problems Problems => problems;

    /// <summary>A mapping with these keys only; null when it is no mapping.</summary>
    public Fields? Fields(YamlNode node, KeySet keys)
    {
        if (Mapping(node) is not { } mapping)
        {
            return null;
        }
        foreach (var entry in mapping.Entries)
        {
            CheckKey(entry.Key, keys);
        }
        foreach (var missing in keys.Keys.Where(key => key.IsRequired && mapping.Find(key.Name) is null))
        {
            problems.Error(mapping, $"'{missing.Name}' is missing", missing.Description.TrimEnd('.'));
        }
        return new(mapping);
    }

    public YamlMapping? Mapping(YamlNode node) => Expect<YamlMapping>(node, "a mapping (key: value)");

    public IReadOnlyList<YamlNode> Items(YamlNode? node) =>
        node is null ? [] : Expect<YamlSequence>(node, "a list")?.Items ?? [];

    public IReadOnlyList<YamlNode> OneOrMany(YamlNode? node) =>
        node is YamlScalar { IsNull: false } ? [node] : Items(node);

    /// <summary>A list that must not be empty where it is given.</summary>
    public IReadOnlyList<YamlNode> Some(YamlNode? node, string? hint = null)
    {
        var items = OneOrMany(node);
        if (node is YamlSequence { Items.Count: 0 })
        {
            problems.Error(node, "the list is empty", hint);
        }
        return items;
    }

    /// <summary>Text that is not blank, and that YAML does not take for anything else.</summary>
    public string? Text(YamlNode? node)
    {
        if (node is not YamlScalar scalar)
        {
            Mismatch(node, "text");
            return null;
        }
        if (scalar.IsNumber || scalar.IsBoolean)
        {
            problems.Error(
                node,
                $"expected text, found {node.Kind}",
                $"Put it in quotes: \"{Excerpt.Of(scalar.Text)}\""
            );
            return null;
        }
        if (scalar.IsNull || string.IsNullOrWhiteSpace(scalar.Text))
        {
            problems.Error(node, "expected text, found nothing");
            return null;
        }
        return scalar.Text;
    }

    public ImmutableArray<string> Texts(YamlNode? node, string? emptyHint = null) =>
        [.. Some(node, emptyHint).Select(Text).OfType<string>()];

    public long? Integer(YamlNode node, long least, long most)
    {
        if (node is not YamlScalar { IsNull: false } scalar)
        {
            Mismatch(node, "a whole number");
            return null;
        }
        if (!scalar.IsPlain || !IsInteger(scalar.Text, out var number))
        {
            var hint = scalar.IsPlain ? "Digits only, such as 10" : "Write it without quotes";
            problems.Error(node, $"expected a whole number, found '{Excerpt.Of(scalar.Text)}'", hint);
            return null;
        }
        if (number < least || number > most)
        {
            problems.Error(node, $"{number} is not within {least} to {most}");
            return null;
        }
        return number;
    }

    public bool? Flag(YamlNode node)
    {
        if (node is YamlScalar { IsPlain: true, Text: "true" or "false" } scalar)
        {
            return scalar.Text == "true";
        }
        Mismatch(node, "true or false", "Write true or false, without quotes");
        return null;
    }

    public DateOnly? Date(YamlNode? node)
    {
        if (node is null || Text(node) is not { } text)
        {
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }
        problems.Error(node, $"'{Excerpt.Of(text)}' is not a date", "Write a day of the calendar as 2027-03-31");
        return null;
    }

    /// <summary>A time of at least a minute and at most a year, such as <c>30m</c>.</summary>
    public TimeSpan? Duration(YamlNode node)
    {
        if (Text(node) is not { } text)
        {
            return null;
        }
        var unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        if (unit > TimeSpan.Zero && IsInteger(text[..^1], out var number) && number is > 0 and <= 525_600)
        {
            var time = unit * number;
            if (time <= TimeSpan.FromDays(366))
            {
                return time;
            }
        }
        problems.Error(node, $"'{Excerpt.Of(text)}' is not a time", "Minutes, hours or days, such as 30m, 1h or 2d");
        return null;
    }

    /// <summary>One of a closed list of words.</summary>
    public string? Word(YamlNode node, IReadOnlyCollection<string> words)
    {
        if (node is not YamlScalar { IsNull: false } scalar)
        {
            Mismatch(node, "a word", $"It is one of: {string.Join(", ", words)}");
            return null;
        }
        if (words.Contains(scalar.Text, StringComparer.Ordinal))
        {
            return scalar.Text;
        }
        problems.Error(node, $"'{Excerpt.Of(scalar.Text)}' is not known here", NearestName.Hint(scalar.Text, words));
        return null;
    }

    public T? Word<T>(YamlNode? node, ImmutableArray<PolicyWord<T>> words)
        where T : struct
    {
        var word = node is null ? null : Word(node, [.. words.Select(known => known.Word)]);
        return words.Where(known => known.Word == word).Select(known => (T?)known.Value).FirstOrDefault();
    }

    private static bool IsInteger(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && text == number.ToString(CultureInfo.InvariantCulture);

    private T? Expect<T>(YamlNode node, string expected)
        where T : YamlNode
    {
        if (node is T found)
        {
            return found;
        }
        Mismatch(node, expected, node is YamlScalar { IsNull: true } ? "Take the key away, or give it a value" : null);
        return null;
    }

    private void Mismatch(YamlNode? node, string expected, string? hint = null)
    {
        if (node is not null and not YamlUnusable)
        {
            problems.Error(node, $"expected {expected}, found {node.Kind}", hint);
        }
    }

    private void CheckKey(YamlScalar key, KeySet keys)
    {
        if (keys.Unsupported.Contains(key.Text, StringComparer.Ordinal))
        {
            problems.Error(key, "not supported by this version", "Take it away, so that nobody relies on it");
        }
        else if (!keys.Has(key.Text))
        {
            problems.Error(key, "no such key", NearestName.Hint(key.Text, keys.Names));
        }
    }
}
