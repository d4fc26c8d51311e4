using System.Globalization;

namespace Remediation.Cli;

/// <summary>What follows from the reader's terminal for how results are shown.</summary>
internal static class Terminal
{
    private const int WhereUnknown = 120;
    private const int Least = 40;

    /// <summary>The columns to use: <c>COLUMNS</c> where it is set, else the terminal's, else 120.</summary>
    /// <param name="columns">The variable <c>COLUMNS</c>, or null.</param>
    /// <param name="window">The terminal's columns; 0 where there is none.</param>
    public static int Width(string? columns, int window)
    {
        var isSet = int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0;
        var width = isSet ? set : window;
        return width > 0 ? Math.Max(Least, width) : WhereUnknown;
    }

    /// <summary>Only on a terminal, and not against the reader's wish: see https://no-color.org.</summary>
    public static bool HasColour(bool isTerminal, string? noColor, string? term) =>
        isTerminal && string.IsNullOrEmpty(noColor) && term is not "dumb";
}
