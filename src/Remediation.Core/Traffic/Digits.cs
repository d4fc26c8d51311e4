namespace Remediation.Core.Traffic;

/// <summary>
/// Unsigned decimal numbers of ASCII digits and nothing else. The number parsers of .NET also take trailing NUL characters,
/// which AWS does not write and which would let two different texts be one value.
/// </summary>
internal static class Digits
{
    public static bool TryParse(ReadOnlySpan<char> text, int most, out int value)
    {
        value = 0;
        if (text.IsEmpty)
        {
            return false;
        }
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }
            value = (value * 10) + (character - '0');
            if (value > most)
            {
                return false;
            }
        }
        return true;
    }
}
