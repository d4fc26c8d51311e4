using System.Diagnostics;

namespace Remediation.Core.Events;

/// <summary>
/// What one record of the input came to: a <see cref="Change"/>, a signed approval of a plan, ignored with a reason (nothing to do),
/// or rejected with a reason (not understood: it belongs in the dead-letter queue). Nothing is ever dropped without one of them.
/// </summary>
public sealed record ParsedEvent
{
    private ParsedEvent() { }

    /// <summary>Where in the input the record stood, such as <c>Records[3]</c>; empty when it was the whole input.</summary>
    public string Position { get; init; } = "";

    /// <summary>The SQS message that carried the record, for partial batch responses; null outside SQS.</summary>
    public string? MessageId { get; init; }

    /// <summary>The event's id as far as it could be read.</summary>
    public string? EventId { get; init; }

    /// <summary>The API or notification name as far as it could be read.</summary>
    public string? Name { get; init; }

    /// <summary>Who acted, as far as it could be read: an ignored event has an actor too.</summary>
    public Actor Actor { get; init; } = Actor.Unknown;

    public ParsedEventKind Kind { get; private init; }

    /// <summary>The change; null unless understood.</summary>
    public Change? Change { get; private init; }

    /// <summary>Why it was ignored or rejected, or names no resource; null when understood.</summary>
    public string? Reason { get; private init; }

    /// <summary>Of an approval: the token as it came, its signature not looked at. Else null.</summary>
    public string? ApprovalToken { get; private init; }

    public static ParsedEvent Understood(Change change) =>
        new()
        {
            Kind = ParsedEventKind.Understood,
            Change = change,
            EventId = change.EventId,
            Name = change.Name,
            Actor = change.Actor,
        };

    public static ParsedEvent Ignored(string reason) => new() { Kind = ParsedEventKind.Ignored, Reason = reason };

    public static ParsedEvent Rejected(string reason) => new() { Kind = ParsedEventKind.Rejected, Reason = reason };

    public static ParsedEvent Approval(string token) =>
        new()
        {
            Kind = ParsedEventKind.Approval,
            ApprovalToken = token,
            Reason = "a signed approval names no resource; what it is worth is told when it is handled",
        };

    public override string ToString() =>
        Kind switch
        {
            ParsedEventKind.Understood => $"{Name}: {string.Join(", ", Change!.Resources)}",
            ParsedEventKind.Ignored => $"ignored: {Reason}",
            ParsedEventKind.Rejected => $"rejected: {Reason}",
            ParsedEventKind.Approval => "an approval",
            _ => throw new UnreachableException(),
        };
}
