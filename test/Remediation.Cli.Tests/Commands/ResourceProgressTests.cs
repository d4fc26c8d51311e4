using Remediation.Cli.Commands;

namespace Remediation.Cli.Tests.Commands;

public sealed class ResourceProgressTests
{
    [Fact]
    public void Report_SomebodyWatches_ShowsTheCountAndTakesItAwayAgain()
    {
        using var error = new StringWriter();
        var progress = new ResourceProgress(Watched(error, isWatched: true));

        progress.Report(1000);
        progress.Report(2000);
        progress.Clear();

        Assert.Equal($"\r1000 resources judged\r2000 resources judged\r{new string(' ', 21)}\r", error.ToString());
    }

    [Fact]
    public void Report_NobodyWatches_SaysNothing()
    {
        using var error = new StringWriter();
        var progress = new ResourceProgress(Watched(error, isWatched: false));

        progress.Report(1000);
        progress.Clear();

        Assert.Equal("", error.ToString());
    }

    private static Session Watched(StringWriter error, bool isWatched) =>
        new()
        {
            Input = Stream.Null,
            Output = Stream.Null,
            Error = error,
            ShowsProgress = isWatched,
            Time = new FixedTime(),
            Variable = _ => null,
        };
}
