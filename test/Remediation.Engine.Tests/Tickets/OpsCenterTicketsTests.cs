using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class OpsCenterTicketsTests() : TicketSinkContract(new OpsCenterServer())
{
    private protected override bool SendsAgainItself => true;

    // OpsCenter's listing lags behind: its own deduplication says which OpsItem there is.
    [Fact]
    public async Task Deliver_ListingIsLate_TakesTheOneThatOpsCenterNames()
    {
        var system = (OpsCenterServer)Kept;
        var first = await DeliverAsync(SampleNotice.Open);
        system.IsListingLate = true;

        var again = await DeliverAsync(SampleNotice.Recurring);

        Assert.Equal(first.Reference, again.Reference);
        Assert.Contains("it was opened again", Assert.Single(system.Tickets).Text, StringComparison.Ordinal);
    }
}
