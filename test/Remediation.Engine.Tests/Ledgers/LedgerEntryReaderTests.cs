using System.Text;
using System.Text.Json.Nodes;
using Remediation.Engine.Ledgers;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Ledgers;

public sealed class LedgerEntryReaderTests
{
    [Theory]
    [InlineData("kind", "\"1\"", "its kind '1' is not known")]
    [InlineData("kind", "\"99\"", "its kind '99' is not known")]
    [InlineData("action", "\"3\"", "its action '3' is not known")]
    [InlineData("action", "\"Revert, Undo\"", "its action 'Revert, Undo' is not known")]
    [InlineData("schema", "\"remediation.ledger/2\"", "it is no remediation.ledger/1")]
    [InlineData("time", "\"soon\"", "its id, time or resource cannot be read")]
    [InlineData("id", "\"\\ud800\"", "it is no JSON")]
    public void Read_WrongMember_IsTold(string member, string value, string reason)
    {
        Assert.False(LedgerEntryReader.Read(With(member, value)).TryGet(out _, out var told));
        Assert.StartsWith(reason, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    public void Read_CallsDoneThatIsNoCount_IsNotKnown(string number)
    {
        Assert.True(LedgerEntryReader.Read(With("callsDone", number)).TryGet(out var read, out var reason), reason);
        Assert.Null(read.Entry.CallsDone);
    }

    private static byte[] With(string member, string value)
    {
        var entry = new LedgerEntry
        {
            Id = "20261120T1005000000000Z-0295a91d7682",
            Kind = LedgerEntryKind.Outcome,
            Resource = Sample.Group().Id,
            Time = Sample.Now,
            PlanHash = "0295a9",
            Succeeded = true,
            CallsDone = 2,
        };
        var node = JsonNode.Parse(LedgerEntryJson.Line(entry, LedgerHead.NoPrevious).Span)!.AsObject();
        node[member] = "REPLACED";
        return Encoding.UTF8.GetBytes(node.ToJsonString().Replace("\"REPLACED\"", value, StringComparison.Ordinal));
    }
}
