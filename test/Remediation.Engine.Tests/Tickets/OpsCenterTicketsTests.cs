using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class OpsCenterTicketsTests() : TicketSinkContract(new OpsCenterServer())
{}
