using System.Collections.Immutable;

namespace Remediation.Engine.Tickets;

/// <summary>One part of a ticket in words.</summary>
/// <param name="Title">Ours, and plain.</param>
/// <param name="Lines">What it says; written by anybody.</param>
internal sealed record TicketSection(string Title, ImmutableArray<string> Lines);
