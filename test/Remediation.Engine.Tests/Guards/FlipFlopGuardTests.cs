using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Guards;
using Remediation.Engine.Ledgers;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Guards;

public sealed class FlipFlopGuardTests
{
    private static readonly FlipFlop Limit = new(2, TimeSpan.FromHours(1));

    [Fact]
    public void WhyNot_RevertedOftenEnough_SaysHowOftenAndWho()
    {
        var reason = FlipFlopGuard.WhyNot([Reverted(50), Reverted(10)], ["sg-open-admin-port"], Limit, Sample.Now);

        Assert.NotNull(reason);
        Assert.StartsWith("sg-open-admin-port was reverted 2 times within 1h", reason, StringComparison.Ordinal);
        Assert.Contains("before: alice", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(61, 10)]
    [InlineData(60, 10)]
    public void WhyNot_OneOfThemTooLongAgo_IsNull(int first, int second) =>
        Assert.Null(
            FlipFlopGuard.WhyNot([Reverted(first), Reverted(second)], ["sg-open-admin-port"], Limit, Sample.Now)
        );

    [Fact]
    public void WhyNot_OtherCheck_IsNull() =>
        Assert.Null(FlipFlopGuard.WhyNot([Reverted(5), Reverted(10)], ["sg-unrestricted-egress"], Limit, Sample.Now));

    [Fact]
    public void WhyNot_WhatFailedOrOnlyFinishedAnother_DoesNotCount()
    {
        LedgerRecord[] history =
        [
            Reverted(5),
            With(entry => entry with { Succeeded = false }),
            With(entry => entry with { Resumes = "r-1" }),
            With(entry => entry with { Action = LedgerAction.Undo }),
            With(entry => entry with { Kind = LedgerEntryKind.Intent }),
        ];

        Assert.Null(FlipFlopGuard.WhyNot(history, ["sg-open-admin-port"], Limit, Sample.Now));
    }

    private static LedgerRecord With(Func<LedgerEntry, LedgerEntry> change)
    {
        var record = Reverted(7);
        return record with { Entry = change(record.Entry) };
    }

    private static LedgerRecord Reverted(int minutesAgo) =>
        new(
            new()
            {
                Id = $"r-{minutesAgo}",
                Kind = LedgerEntryKind.Outcome,
                Resource = new(ResourceTypes.SecurityGroup, "sg-1", Sample.Account, Sample.Region),
                Time = Sample.Now - TimeSpan.FromMinutes(minutesAgo),
                PlanHash = "0",
                Checks = ["sg-open-admin-port"],
                Actor = "alice",
                Succeeded = true,
            },
            1,
            "",
            ""
        );
}
