using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class ServiceNowTicketsTests() : TicketSinkContract(new ServiceNowServer())
{
    // Once closed, ServiceNow lets nobody change it.
    [Theory]
    [InlineData("7", true)]
    [InlineData("7", false)]
    [InlineData("8", true)]
    public async Task Deliver_RelapseAfterItWasClosedForGood_IsANewOne(string state, bool hasReference)
    {
        var reference = (await DeliverAsync(SampleNotice.Open)).Reference;
        ServiceNowServer.SetState(Kept.Tickets[0], state);

        var second = await DeliverAsync(SampleNotice.Recurring, hasReference ? reference : null);
        var third = await DeliverAsync(SampleNotice.Recurring, second.Reference);
        await DeliverAsync(SampleNotice.Closed);

        Assert.NotEqual(reference, second.Reference);
        Assert.Equal(second.Reference, third.Reference);
        Assert.Equal(2, Kept.Tickets.Count);
        Assert.All(Kept.Tickets, ticket => Assert.False(ticket.IsOpen));
    }
}
