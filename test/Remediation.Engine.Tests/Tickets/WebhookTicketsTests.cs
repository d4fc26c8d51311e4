using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class WebhookTicketsTests() : TicketSinkContract(new WebhookServer())
{
    private protected override bool SeesOthers => false;
}
