using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

public sealed class FileLedgerTests
{
    private static readonly ResourceId Group = Sample.Group().Id;

    [Fact]
    public async Task Record_SeveralEntries_KeepsTheirOrderAndChainsThem()
    {
        var folder = Folder();
        var ledger = new FileLedger(folder);

        foreach (var id in new[] { "r-1", "r-2", "r-3" })
        {
            Assert.Null(await ledger.RecordAsync(Entry(id), CancellationToken.None));
        }

        var lines = Lines(ledger);
        Assert.Equal(["r-1", "r-2", "r-3"], lines.Select(line => Field(line, "id")));
        Assert.Equal(
            [FileLedger.NoPrevious, HashOf(lines[0]), HashOf(lines[1])],
            lines.Select(line => Field(line, "previous"))
        );
    }

    [Fact]
    public async Task Record_Intent_KeepsThePriorStateAndTheCallsWhole()
    {
        var ledger = new FileLedger(Folder());

        await ledger.RecordAsync(Entry("r-1"), CancellationToken.None);

        var line = JsonDocument.Parse(Lines(ledger).Single()).RootElement;
        Assert.Equal("remediation.ledger/1", line.GetProperty("schema").GetString());
        Assert.Equal("intent", line.GetProperty("kind").GetString());
        Assert.Equal(Group.Arn, line.GetProperty("resource").GetProperty("arn").GetString());
        Assert.Equal("sg-1", line.GetProperty("priorState").GetProperty("GroupId").GetString());
        Assert.Equal("RevokeSecurityGroupIngress", line.GetProperty("calls")[0].GetProperty("operation").GetString());
        Assert.Equal("sg-1", line.GetProperty("calls")[0].GetProperty("parameters").GetProperty("GroupId").GetString());
        Assert.False(line.TryGetProperty("succeeded", out _));
    }

    [Fact]
    public async Task Record_Outcome_TellsHowFarItCame()
    {
        var ledger = new FileLedger(Folder());
        var outcome = Entry("r-1") with
        {
            Kind = LedgerEntryKind.Outcome,
            PriorState = null,
            Succeeded = false,
            CallsDone = 1,
            Error = "call 2 of 2 was not taken",
        };

        await ledger.RecordAsync(outcome, CancellationToken.None);

        var line = JsonDocument.Parse(Lines(ledger).Single()).RootElement;
        Assert.False(line.GetProperty("succeeded").GetBoolean());
        Assert.Equal(1, line.GetProperty("callsDone").GetInt32());
        Assert.Equal("call 2 of 2 was not taken", line.GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("priorState").ValueKind);
    }

    [Fact]
    public async Task Record_AfterATornLine_KeepsItAndGoesOn()
    {
        var ledger = new FileLedger(Folder());
        await ledger.RecordAsync(Entry("r-1"), CancellationToken.None);
        File.AppendAllText(ledger.PathOf(Group), "{\"schema\":\"remediation.led");

        Assert.Null(await ledger.RecordAsync(Entry("r-2"), CancellationToken.None));

        var lines = Lines(ledger);
        Assert.Equal(3, lines.Length);
        Assert.Equal("{\"schema\":\"remediation.led", lines[1]);
        Assert.Equal("r-2", Field(lines[2], "id"));
        Assert.Equal(HashOf(lines[1]), Field(lines[2], "previous"));
    }

    [Fact]
    public async Task Record_LinesLongerThanWhatIsReadAtOnce_AreHashedWhole()
    {
        var ledger = new FileLedger(Folder());
        await ledger.RecordAsync(Entry("r-1"), CancellationToken.None);
        await ledger.RecordAsync(
            Entry("r-2") with
            {
                Error = new('x', 300_000),
                Kind = LedgerEntryKind.Outcome,
            },
            CancellationToken.None
        );
        await ledger.RecordAsync(Entry("r-3"), CancellationToken.None);

        var lines = Lines(ledger);
        Assert.Equal(HashOf(lines[1]), Field(lines[2], "previous"));
    }

    [Fact]
    public async Task Record_TwoResources_HaveAFileEach()
    {
        var ledger = new FileLedger(Folder());
        var other = Group with { Id = "sg-2" };

        await ledger.RecordAsync(Entry("r-1"), CancellationToken.None);
        await ledger.RecordAsync(Entry("r-2") with { Resource = other }, CancellationToken.None);

        Assert.Equal("r-1", Field(Assert.Single(Lines(ledger)), "id"));
        Assert.Equal(FileLedger.NoPrevious, Field(File.ReadAllLines(ledger.PathOf(other)).Single(), "previous"));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("sg-1/../sg-2")]
    [InlineData("sg 1")]
    public void PathOf_IdThatAwsNeverGave_StaysWithinTheFolder(string id)
    {
        var ledger = new FileLedger("ledger");

        var path = ledger.PathOf(Group with { Id = id });

        Assert.Equal("ledger", Path.GetDirectoryName(path));
        Assert.NotEqual(path, ledger.PathOf(Group with { Id = id + "x" }));
    }

    [Fact]
    public async Task Record_FolderThatCannotBeMade_SaysSo()
    {
        var file = Path.Combine(Directory.CreateDirectory(Folder()).FullName, "in-the-way");
        File.WriteAllText(file, "");

        var error = await new FileLedger(file).RecordAsync(Entry("r-1"), CancellationToken.None);

        Assert.Equal("LedgerUnwritable", error?.Code);
    }

    [Fact]
    public async Task Record_WhileAnotherWrites_IsRefusedRatherThanTorn()
    {
        var ledger = new FileLedger(Folder());
        await ledger.RecordAsync(Entry("r-1"), CancellationToken.None);
        using var other = new FileStream(ledger.PathOf(Group), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal("LedgerUnwritable", (await ledger.RecordAsync(Entry("r-2"), CancellationToken.None))?.Code);
    }

    private static LedgerEntry Entry(string id) =>
        new()
        {
            Id = id,
            Kind = LedgerEntryKind.Intent,
            Resource = Group,
            Time = Sample.Now,
            PlanHash = "abc",
            Events = ["e-1"],
            Actor = "arn:aws:iam::123456789012:user/alice",
            Checks = ["sg-open-admin-port"],
            Calls =
            [
                ApiCall.Create(
                    "ec2",
                    "RevokeSecurityGroupIngress",
                    ApiCallEffect.Removes,
                    "revoke",
                    writer => writer.WriteString("GroupId", "sg-1")
                ),
            ],
            PriorState = "{\"GroupId\":\"sg-1\"}",
        };

    private static string[] Lines(FileLedger ledger) => File.ReadAllLines(ledger.PathOf(Group));

    private static string Field(string line, string name) =>
        JsonDocument.Parse(line).RootElement.GetProperty(name).GetString()!;

    private static string HashOf(string line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    private static string Folder([CallerMemberName] string test = "")
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "ledgers", test);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        return folder;
    }
}
