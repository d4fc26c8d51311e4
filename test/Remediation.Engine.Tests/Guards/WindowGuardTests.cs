using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine.Guards;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Guards;

public sealed class WindowGuardTests
{
    // 2026-11-20 is a Friday.
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<DayOfWeek> Workdays =
    [
        DayOfWeek.Monday,
        DayOfWeek.Tuesday,
        DayOfWeek.Wednesday,
        DayOfWeek.Thursday,
        DayOfWeek.Friday,
    ];

    [Theory]
    [InlineData(0, -3, true)] // Friday 07:00, where it begins
    [InlineData(0, 8.99, true)]
    [InlineData(0, 9, false)] // Friday 19:00, where it ends
    [InlineData(1, 0, false)]
    [InlineData(3, 0, true)]
    public void Contains_WorkdaysByDay_IsSo(int days, double hours, bool isWithin) =>
        Assert.Equal(isWithin, Window(7, 19).Contains(Friday.AddDays(days).AddHours(hours)));

    [Theory]
    [InlineData(0, 12, true)] // Friday 22:00
    [InlineData(1, -5, true)] // Saturday 05:00, which began on Friday
    [InlineData(1, -4, false)]
    [InlineData(2, -5, false)] // Sunday 05:00: none begins on a Saturday
    [InlineData(0, 0, false)]
    public void Contains_OverMidnight_BelongsToTheDayThatItBeginsOn(int days, double hours, bool isWithin) =>
        Assert.Equal(isWithin, Window(22, 6).Contains(Friday.AddDays(days).AddHours(hours)));

    [Fact]
    public void NextAfter_Friday_IsMonday() =>
        Assert.Equal(Friday.AddDays(3).AddHours(-3), Window(7, 19).NextAfter(Friday));

    [Fact]
    public void NextAfter_OneDayAWeekItBeginsNow_IsInAWeek() =>
        Assert.Equal(
            Friday.AddDays(7),
            new ChangeWindow([DayOfWeek.Friday], TimeSpan.FromHours(10), TimeSpan.FromHours(11)).NextAfter(Friday)
        );

    [Fact]
    public void Contains_WholeDays_IsAlways() =>
        Assert.All(
            Enumerable.Range(0, 24),
            hour =>
                Assert.True(
                    new ChangeWindow(Workdays, TimeSpan.Zero, TimeSpan.FromDays(1)).Contains(Friday.AddHours(hour - 10))
                )
        );

    [Fact]
    public async Task Handle_OutsideTheWindow_TicketsAndRevertsWhenItBegins()
    {
        var loop = new Loop(Policy(null), Sample.Group("in tcp/22 from 0.0.0.0/0"));
        loop.Time.Advance(Friday.AddHours(12) - loop.Time.GetUtcNow());

        var outcome = Assert.Single(await loop.HandleAsync(loop.By("Developer")));

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("the next begins at 2026-11-23 07:00Z", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(loop.Account.Executed);
        loop.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await loop.HandleDueAsync());
        loop.Time.Advance(TimeSpan.FromHours(9));
        Assert.Equal(Decision.Reverted, Assert.Single(await loop.HandleDueAsync()).Decision);
    }

    [Theory]
    [InlineData(Severity.Critical, Decision.Reverted)]
    [InlineData(Severity.High, Decision.Reverted)]
    [InlineData(null, Decision.Ticketed)]
    public async Task Handle_OutsideTheWindowButUrgent_Reverts(Severity? urgent, Decision decision)
    {
        var loop = new Loop(Policy(urgent), Sample.Group("in tcp/22 from 0.0.0.0/0"));
        loop.Time.Advance(Friday.AddHours(12) - loop.Time.GetUtcNow());

        Assert.Equal(decision, Assert.Single(await loop.HandleAsync(loop.By("Developer"))).Decision);
    }

    private static ChangeWindow Window(int from, int to) =>
        new(Workdays, TimeSpan.FromHours(from), TimeSpan.FromHours(to));

    private static Policy Policy(Severity? urgent) =>
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { ChangeWindows = [Window(7, 19)], Urgent = urgent },
        };
}
