namespace Remediation.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("handl")]
    [InlineData("audit --snapshto x")]
    [InlineData("policy")]
    [InlineData("handle --snapshot x")]
    public async Task Run_BadUsage_ExitsWithTwoAndPointsToTheHelp(string arguments)
    {
        var run = await CommandRun.OfAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "handle")]
    [InlineData("handle --help", "--parse-only")]
    [InlineData("policy validate --help", "FILE")]
    public async Task Run_Help_IsTheResult(string arguments, string part)
    {
        var run = await CommandRun.At(80, arguments.Split(' '));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("", "error: say what to do: audit, handle, ")]
    [InlineData("audti", "error: 'audti' is not known here. Did you mean audit?")]
    [InlineData("policy tset x.yaml", "error: 'tset' is not known here. Did you mean test?")]
    [InlineData("audit --snapshott x", "'--snapshott'. Did you mean --snapshot?")]
    [InlineData("checks sg-open-admin-prot", "Did you mean sg-open-admin-port?")]
    [InlineData("audit --snapshot . --policy strickt", "Did you mean strict?")]
    [InlineData("audit --snapshot . --policy none", "It is one of: foundational, layered, strict")]
    public async Task Run_MisspeltName_TellsTheNearest(string arguments, string told)
    {
        var run = await CommandRun.OfAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version_TellsTheProductsOwn()
    {
        var run = await CommandRun.OfAsync("--version");

        Assert.Matches("^remediate [0-9]+\\.[0-9]+\\.[0-9]+\n$", run.Output);
    }

    [Fact]
    public async Task Run_FileNameWithAtSign_IsAFileName()
    {
        var run = await CommandRun.OfAsync("handle", "@event.json", "--snapshot", Samples.Account);

        Assert.Contains("@event.json: there is no such file", run.Error, StringComparison.Ordinal);
    }
}
