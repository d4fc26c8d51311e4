namespace Remediation.Cli.Tests;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("100", 80, 100)]
    [InlineData(null, 80, 80)]
    [InlineData(null, 0, 120)]
    [InlineData("wide", 80, 80)]
    [InlineData("-5", 0, 120)]
    [InlineData("7", 80, 40)]
    public void Width_PrefersColumnsThenTheWindow(string? columns, int window, int width) =>
        Assert.Equal(width, Terminal.Width(columns, window));

    [Theory]
    [InlineData(true, null, "xterm", true)]
    [InlineData(true, "", null, true)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(false, null, "xterm", false)]
    public void HasColour_OnlyOnATerminalThatShowsItToWhoWantsIt(
        bool isTerminal,
        string? noColor,
        string? term,
        bool has
    ) => Assert.Equal(has, Terminal.HasColour(isTerminal, noColor, term));
}
