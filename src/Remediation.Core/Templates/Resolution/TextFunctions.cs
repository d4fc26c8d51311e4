using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Remediation.Core.Templates.Syntax;
using Remediation.Core.Templates.Values;
using Remediation.Core.Traffic;

namespace Remediation.Core.Templates.Resolution;

/// <summary>What CloudFormation's functions on texts and lists make of values that are worked out already.</summary>
internal static class TextFunctions
{
    private const int MostItems = 256;

    /// <summary>A text; one that CloudFormation would first have to look up elsewhere is unresolved.</summary>
    public static TemplateValue Text(string text, TextKind kind, int line) =>
        text.Contains("{{resolve:", StringComparison.Ordinal)
            ? new UnresolvedValue($"{Policies.Loading.Excerpt.Of(text)} is looked up when it is deployed", text, line)
            : new TextValue(text, kind, line);

    /// <summary>Several texts as one, or unresolved where one of them is.</summary>
    public static TemplateValue Concatenate(IEnumerable<TemplateValue> parts, int line)
    {
        var text = new StringBuilder();
        var isSymbolic = false;
        string? reason = null;
        foreach (var part in parts)
        {
            text.Append(part.Symbol);
            reason ??= (part as UnresolvedValue)?.Reason ?? (part.Symbol is null ? NoText(part) : null);
            isSymbolic |= part is TextValue { IsSymbolic: true };
            if (text.Length > TemplateLimits.MostText)
            {
                return new UnresolvedValue($"the text is longer than {TemplateLimits.MostText} characters", "", line);
            }
        }
        return reason is null
            ? new TextValue(text.ToString(), TextKind.Text, line) { IsSymbolic = isSymbolic }
            : new UnresolvedValue(reason, text.ToString(), line);
    }

    public static TemplateValue Join(TemplateValue? arguments, int line)
    {
        if (arguments is not ListValue { Items: [TextValue delimiter, var list] })
        {
            return Misused("Fn::Join", line);
        }
        return list switch
        {
            ListValue items => Concatenate(
                items.Items.SelectMany((item, i) => i == 0 ? [item] : new[] { delimiter, item }),
                line
            ),
            UnresolvedValue unresolved => new UnresolvedValue(unresolved.Reason, unresolved.Symbol, line),
            _ => Concatenate([list], line),
        };
    }

    public static TemplateValue Split(TemplateValue? arguments, int line)
    {
        if (arguments is not ListValue { Items: [TextValue { Text.Length: > 0 } delimiter, var source] })
        {
            return Misused("Fn::Split", line);
        }
        return source switch
        {
            TextValue text => new ListValue(
                [
                    .. text
                        .Text.Split(delimiter.Text)
                        .Select(part => new TextValue(part, TextKind.Text, line) { IsSymbolic = text.IsSymbolic }),
                ],
                line
            ),
            UnresolvedValue unresolved => new UnresolvedValue(unresolved.Reason, unresolved.Symbol, line),
            _ => Misused("Fn::Split", line),
        };
    }

    public static TemplateValue Select(TemplateValue? arguments, int line)
    {
        if (arguments is not ListValue { Items: [var index, var list] })
        {
            return Misused("Fn::Select", line);
        }
        if ((index as UnresolvedValue ?? list as UnresolvedValue) is { } unresolved)
        {
            var symbol = $"{unresolved.Symbol}[{index.Symbol}]";
            return new UnresolvedValue(unresolved.Reason, symbol, line);
        }
        if (list is not ListValue items || !int.TryParse(index.Symbol, CultureInfo.InvariantCulture, out var at))
        {
            return Misused("Fn::Select", line);
        }
        return at >= 0 && at < items.Items.Length
            ? items.Items[at]
            : new UnresolvedValue($"Fn::Select asks for element {at} of {items.Items.Length}", "", line);
    }

    public static TemplateValue Base64(TemplateValue? argument, int line) =>
        argument switch
        {
            TextValue text => new TextValue(
                Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Text)),
                TextKind.Text,
                line
            )
            {
                IsSymbolic = text.IsSymbolic,
            },
            UnresolvedValue unresolved => unresolved,
            _ => Misused("Fn::Base64", line),
        };

    public static TemplateValue Length(TemplateValue? argument, int line) =>
        argument switch
        {
            ListValue list => new TextValue(
                list.Items.Length.ToString(CultureInfo.InvariantCulture),
                TextKind.Number,
                line
            ),
            UnresolvedValue unresolved => unresolved,
            _ => Misused("Fn::Length", line),
        };

    /// <summary><c>Fn::Cidr</c>: so many blocks with so many host bits, from the start of the given block.</summary>
    public static TemplateValue Cidrs(TemplateValue? arguments, int line)
    {
        if (arguments is not ListValue { Items: [var block, var count, ..] list })
        {
            return Misused("Fn::Cidr", line);
        }
        if (list.OfType<UnresolvedValue>().FirstOrDefault() is { } unresolved)
        {
            return new UnresolvedValue(unresolved.Reason, unresolved.Symbol, line);
        }
        if (
            !Cidr.TryParse(block.Symbol, out var cidr)
            || !int.TryParse(count.Symbol, CultureInfo.InvariantCulture, out var most)
            || most is < 1 or > MostItems
        )
        {
            return Misused("Fn::Cidr", line);
        }
        var width = cidr.Family == IpFamily.IPv4 ? 32 : 128;
        var bits = cidr.Family == IpFamily.IPv4 ? 8 : 64;
        if (list.Length > 2 && !int.TryParse(list[2].Symbol, CultureInfo.InvariantCulture, out bits))
        {
            return Misused("Fn::Cidr", line);
        }
        var room = width - cidr.PrefixLength - bits;
        return bits < 1 || room < 0 || (room < 9 && most > 1 << room)
            ? new UnresolvedValue($"Fn::Cidr asks for more than {cidr} holds", "", line)
            : new ListValue(Blocks(cidr, most, width, bits, line), line);
    }

    public static UnresolvedValue Misused(string function, int line) =>
        new($"{function} on line {line} is not written as it has to be", function, line);

    private static string NoText(TemplateValue part) => $"what is on line {part.Line} is no text";

    private static ImmutableArray<TemplateValue> Blocks(Cidr cidr, int count, int width, int bits, int line) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => Cidr.Of(cidr.Family, cidr.First + ((UInt128)i << bits), width - bits))
                .Select(block => new TextValue(block.ToString(), TextKind.Text, line)),
        ];
}
