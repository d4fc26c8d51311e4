using Remediation.Checks;

namespace Remediation.Cli.Tests.Commands;

public sealed class ChecksCommandTests
{
    [Fact]
    public async Task Checks_All_ListsTheCatalogueInOrder()
    {
        var run = await CommandRun.OfAsync("checks", "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            CheckCatalog.All.Select(check => check.Metadata.Id),
            run.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("id").GetString())
        );
        var table = (await CommandRun.At(80, "checks")).Output;
        Assert.All(CheckCatalog.All, check => Assert.Contains(check.Metadata.Id, table, StringComparison.Ordinal));
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Checks_One_ExplainsIt()
    {
        var run = await CommandRun.At(80, "checks", "sg-open-admin-port");

        Golden.Holds("checks-sg-open-admin-port", run.Output);
    }

    [Fact]
    public async Task Checks_Unknown_ListsThoseThereAre()
    {
        var run = await CommandRun.OfAsync("checks", "sg-open");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("sg-open-admin-port", run.Error, StringComparison.Ordinal);
    }
}
