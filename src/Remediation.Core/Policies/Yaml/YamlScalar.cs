using System.Globalization;

namespace Remediation.Core.Policies.Yaml;

/// <summary>Text, and whether it stood there bare: <c>12</c> is a number, <c>"12"</c> is not (YAML 1.2 core schema).</summary>
internal sealed class YamlScalar(string text, bool isPlain, int line, int column) : YamlNode(line, column)
{
    private const NumberStyles Numeric =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    public bool IsNull => IsPlain && (Text is "" or "~" or "null" or "Null" or "NULL");

    public bool IsBoolean => IsPlain && (Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE");

    public bool IsNumber =>
        IsPlain
        && Text.Length > 0
        && (char.IsAsciiDigit(Text[0]) || Text[0] is '-' or '+' or '.')
        && (
            IsDecimal
            || Text.StartsWith("0x", StringComparison.Ordinal)
            || Text.StartsWith("0o", StringComparison.Ordinal)
        );

    public override string Kind =>
        IsNull ? "nothing"
        : IsBoolean ? "true or false"
        : IsNumber ? "a number"
        : "text";

    private bool IsDecimal => double.TryParse(Text, Numeric, CultureInfo.InvariantCulture, out _);
}
