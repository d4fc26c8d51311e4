using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class SecurityHubTicketsTests() : TicketSinkContract(new SecurityHubServer())
{
    private protected override bool SeesOthers => false;
    private protected override bool SendsAgainItself => true;
}
