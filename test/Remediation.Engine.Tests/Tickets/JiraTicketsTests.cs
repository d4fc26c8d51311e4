using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class JiraTicketsTests() : TicketSinkContract(new JiraServer())
{
    [Fact]
    public async Task Deliver_WorkflowThatCannotClose_SaysSo()
    {
        var reference = (await DeliverAsync(SampleNotice.Open)).Reference;
        ((JiraServer)Kept).CanClose = false;

        var outcome = await DeliverAsync(SampleNotice.Closed, reference);

        Assert.Equal(("NoTransition", false), (outcome.Error!.Code, outcome.IsPassing));
        Assert.Contains("SEC-1", outcome.Error.Message, StringComparison.Ordinal);
    }
}
