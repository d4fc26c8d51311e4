namespace Remediation.Cli.Tests.Commands;

public sealed class SnapshotCommandTests
{
    [Fact]
    public async Task Snapshot_FolderThatIsNotEmpty_IsRefused()
    {
        using var scratch = new Scratch();
        scratch.Write("full/notes.txt", "mine");

        var run = await CommandRun.OfAsync("snapshot", "--out", scratch["full"]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith(
            $"error: --out {scratch["full"]}: the folder is not empty; give another, or --force\n",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Snapshot_EndpointThatIsNoUrl_SaysWhichVariable()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.WithAsync(
            session =>
                session with
                {
                    Variable = name =>
                        name switch
                        {
                            "AWS_REGION" => "us-east-1",
                            "AWS_ENDPOINT_URL_NETWORK_FIREWALL" => "localhost",
                            _ => null,
                        },
                },
            "snapshot",
            "--out",
            scratch["new"]
        );

        Assert.Equal(2, run.Code);
        Assert.StartsWith(
            "error: AWS_ENDPOINT_URL_NETWORK_FIREWALL is 'localhost'",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(scratch["new"]));
    }

    [Fact]
    public async Task Snapshot_NoFolder_TellsWhatItTakes()
    {
        var run = await CommandRun.OfAsync("snapshot");
        Assert.Equal(2, run.Code);
        Assert.Contains("--out", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("remediate snapshot --help tells what it takes.\n", run.Error, StringComparison.Ordinal);
    }
}
