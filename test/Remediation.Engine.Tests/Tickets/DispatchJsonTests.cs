using System.Text;
using Remediation.Core.Checks;
using Remediation.Engine.Tickets;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>What is kept of a dispatch is a record in a table: whatever stands there now, it is one that can be told, or none.</summary>
public sealed class DispatchJsonTests
{
    private static OutcomeNotice Outcome { get; } =
        new(
            "o-1",
            Decision.Reverted,
            "reverted",
            SampleNotice.Open.Resource,
            Severity.High,
            "alice",
            Sample.Now,
            """{"event":"e-1"}"""
        );

    public static TheoryData<string> Written() =>
        [
            DispatchJson.Write(
                Dispatch.Of(SampleNotice.Open).With("jira", new(1, "OPS-1", 2, Sample.Now, "nobody answered"))
            ),
            DispatchJson.Write(Dispatch.Of(Outcome).With("slack", Delivery.None)),
        ];

    [Theory]
    [MemberData(nameof(Written))]
    public void Read_AsWritten_IsTheSame(string json) =>
        Assert.Equal(json, DispatchJson.Write(DispatchJson.Read(json)!));

    [Theory]
    [MemberData(nameof(Written))]
    public void Read_AnyMemberGoneOrOther_IsTellableOrNone(string json)
    {
        var (none, some) = (0, 0);
        foreach (var spoilt in Damage.EachValue(Encoding.UTF8.GetBytes(json)))
        {
            if (DispatchJson.Read(Encoding.UTF8.GetString(spoilt)) is { } dispatch)
            {
                some++;
                IsTellable(dispatch);
            }
            else
            {
                none++;
            }
        }
        Assert.True(none > 100 && some > 10, $"{none} read as none, {some} as one");
    }

    private static void IsTellable(Dispatch dispatch)
    {
        Assert.NotNull(DispatchJson.Read(DispatchJson.Write(dispatch)));
        if (dispatch.Ticket is { } ticket)
        {
            Assert.NotEmpty(TicketNoticeJson.Text(ticket));
            Assert.NotEmpty(ticket.Title);
        }
        if (dispatch.Outcome is { } outcome)
        {
            Assert.NotEmpty(OutcomeEventJson.Write(outcome));
        }
    }
}
