using System.Text;

namespace Remediation.Cli.Tests.Commands;

public sealed class BadInputTests
{
    [Fact]
    public async Task Handle_TruncatedEvent_IsRejectedWithItsPlace()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("cut.json", File.ReadAllText(Samples.Event)[..300]);

        var run = await CommandRun.OfAsync("handle", file, "--snapshot", Samples.Account);

        AssertRefused(run, 2);
        Assert.StartsWith("rejected", run.Output, StringComparison.Ordinal);
        Assert.Contains("cut off", run.Output, StringComparison.Ordinal);
        Assert.Contains("line ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OneBadEventAmongGoodOnes_HandlesTheOthers()
    {
        using var scratch = new Scratch();
        scratch.Write("bad.json", "{");
        scratch.Write("good.json", File.ReadAllText(Samples.Event));

        var run = await CommandRun.OfAsync("handle", scratch.Root, "--snapshot", Samples.Account, "--format", "json");

        AssertRefused(run, 2);
        Assert.Equal(
            ["rejected", "observed"],
            run.Json.GetProperty("outcomes").EnumerateArray().Select(item => item.GetProperty("decision").GetString())
        );
    }

    [Fact]
    public async Task Handle_TenMegabyteEventOfNoKnownShape_IsRejectedAndNotRepeated()
    {
        using var scratch = new Scratch();
        var padding = new string('x', 10 << 20);
        var file = scratch.Write("big.json", $$"""{"padding": "{{padding}}"}""");

        var run = await CommandRun.OfAsync("handle", file, "--snapshot", Samples.Account);

        AssertRefused(run, 2);
        Assert.StartsWith("rejected", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.Output.Length, 1, 2000);
    }

    [Fact]
    public async Task Handle_TenMegabyteEventThatIsWhole_IsHandled()
    {
        using var scratch = new Scratch();
        var text = File.ReadAllText(Samples.Event);
        var file = scratch.Write("big.json", text.Insert(1, $"\"padding\": \"{new string('x', 10 << 20)}\","));

        var run = await CommandRun.OfAsync("handle", file, "--snapshot", Samples.Account);

        Assert.Equal(0, run.Code);
        Assert.Contains("sg-open-admin-port", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_EndlessInput_IsRefused()
    {
        var run = await CommandRun.WithAsync(
            session => session with { Input = new EndlessStream() },
            "handle",
            "-",
            "--snapshot",
            Samples.Account
        );

        AssertRefused(run, 2);
        Assert.Contains("larger than 64 MB", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_MissingEvent_IsRefused()
    {
        var run = await CommandRun.OfAsync("handle", "no-such-event.json", "--snapshot", Samples.Account);

        AssertRefused(run, 2);
        Assert.Contains("no-such-event.json: there is no such file or folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FolderWithoutEvents_IsRefused()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.OfAsync("handle", scratch.Root, "--snapshot", Samples.Account);

        AssertRefused(run, 2);
        Assert.Contains("holds no *.json", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("handle EVENT")]
    public async Task AnyCommand_MisspeltCheck_NamesTheNearestAndThePlace(string command)
    {
        using var scratch = new Scratch();
        var policy = scratch.Write("mine.yaml", "version: 1\nchecks:\n  sg-open-admin-prot: { respond: revert }\n");

        var run = await CommandRun.OfAsync([
            .. command.Replace("EVENT", Samples.Event, StringComparison.Ordinal).Split(' '),
            "--snapshot",
            Samples.Account,
            "--policy",
            policy,
        ]);

        AssertRefused(run, 2);
        Assert.Equal("", run.Output);
        Assert.Contains("mine.yaml(3,3): error:", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean sg-open-admin-port?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_MissingPolicy_NamesTheNearestStarterPolicy()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--policy", "foundation");

        AssertRefused(run, 2);
        Assert.Contains("Did you mean foundational?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_PolicyThatIsAFolder_IsRefused()
    {
        using var scratch = new Scratch();

        AssertRefused(await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--policy", scratch.Root), 2);
    }

    [Fact]
    public async Task Audit_UnknownFileInSnapshot_WarnsAndGoesOn()
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.WriteAllText(Path.Combine(account, "ec2.describe-dragons.json"), "{}");

        var run = await CommandRun.OfAsync("audit", "--snapshot", account);

        Assert.Equal(0, run.Code);
        Assert.Contains("ec2.describe-dragons.json: warning:", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Output, (await CommandRun.OfAsync("audit", "--snapshot", Samples.Account)).Output);
    }

    [Fact]
    public async Task Audit_BrokenFileInSnapshot_IsRefusedWithItsPlace()
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.WriteAllText(
            Path.Combine(account, "ec2.describe-security-groups.json"),
            "{\n  \"SecurityGroups\": [ oops ]\n}"
        );

        var run = await CommandRun.OfAsync("audit", "--snapshot", account);

        AssertRefused(run, 2);
        Assert.Equal("", run.Output);
        Assert.Contains("ec2.describe-security-groups.json(2,", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"SecurityGroups\": 7}")]
    [InlineData("")]
    [InlineData("{\"SecurityGroups\": [{\"GroupId\": 5}]}")]
    public async Task Audit_FileOfAnotherShape_IsRefused(string content)
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.WriteAllText(Path.Combine(account, "ec2.describe-security-groups.json"), content);

        var run = await CommandRun.OfAsync("audit", "--snapshot", account);

        AssertRefused(run, 2);
        Assert.Contains("ec2.describe-security-groups.json", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"account\": ")]
    public async Task Audit_BrokenSnapshotJson_NeverThrows(string content)
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        File.WriteAllText(Path.Combine(account, "snapshot.json"), content);

        var run = await CommandRun.OfAsync("audit", "--snapshot", account);

        Assert.Contains(run.Code, new[] { 0, 2 });
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2.describe-security-groups.json")]
    [InlineData("ec2.describe-security-group-rules.json")]
    [InlineData("ec2.describe-network-acls.json")]
    [InlineData("ec2.describe-network-interfaces.json")]
    [InlineData("ec2.describe-managed-prefix-lists.json")]
    [InlineData("snapshot.json")]
    public async Task Audit_BytesThatAreNoText_AreRefusedWithTheirPlace(string name)
    {
        using var folder = new Scratch();
        var file = Path.Combine(folder.CopyOfAccount(), name);
        foreach (
            var spoilt in (byte[][])
                [
                    [0xFF],
                    [.. "\\ud800"u8],
                ]
        )
        {
            var whole = File.ReadAllBytes(Path.Combine(Samples.Account, name));
            var at = whole.AsSpan().LastIndexOf((byte)'"');
            File.WriteAllBytes(file, [.. whole[..at], .. spoilt, .. whole[at..]]);

            var run = await CommandRun.OfAsync("audit", "--snapshot", folder["account"]);

            Assert.Equal((2, ""), (run.Code, run.Output));
            Assert.Matches(@"\(\d+,\d+\): error: it is not JSON: it holds bytes that are no UTF-8", run.Error);
        }
    }

    [Fact]
    public async Task Audit_MissingSnapshot_IsRefused()
    {
        var run = await CommandRun.OfAsync("audit", "--snapshot", "no-such-folder");

        AssertRefused(run, 2);
        Assert.Contains("no-such-folder: error: there is no such folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_SnapshotWithoutPrefixListEntries_FindsUnknown()
    {
        using var scratch = new Scratch();
        var account = scratch.CopyOfAccount();
        foreach (var file in Directory.GetFiles(account, "ec2.get-managed-prefix-list-entries.*"))
        {
            File.Delete(file);
        }

        var run = await CommandRun.OfAsync("audit", "--snapshot", account, "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.True(run.Json.GetProperty("summary").GetProperty("unknown").GetInt32() > 0);
        Assert.Contains(
            run.Json.GetProperty("findings").EnumerateArray(),
            finding =>
                finding.GetProperty("status").GetString() == "unknown"
                && finding
                    .GetProperty("unknowns")[0]
                    .GetString()!
                    .Contains("pl-0e5f60718293a4b5c", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Audit_OutThatCannotBeWritten_IsRefused()
    {
        using var scratch = new Scratch();

        AssertRefused(
            await CommandRun.OfAsync("audit", "--snapshot", Samples.Account, "--out", scratch["none/x.json"]),
            2
        );
    }

    [Fact]
    public async Task Audit_LiveWithoutRegion_SaysHowToGiveIt()
    {
        var run = await CommandRun.WithAsync(
            session => session with { Variable = name => name == "AWS_ENDPOINT_URL" ? "not a url" : null },
            "audit",
            "--live"
        );

        AssertRefused(run, 2);
        Assert.Contains("AWS_", run.Error, StringComparison.Ordinal);
    }

    private static void AssertRefused(CommandRun run, int code)
    {
        Assert.Equal(code, run.Code);
        Assert.NotEqual("", run.Output + run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
