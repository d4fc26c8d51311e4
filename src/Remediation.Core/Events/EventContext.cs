using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Where a record stands and what is known of it so far, so that every outcome, good or bad, carries it.
/// </summary>
internal sealed record EventContext
{
    internal static EventContext WholeInput { get; } = new();

    internal string Position { get; private init; } = "";
    internal string? MessageId { get; init; }
    internal EventEnvelope Envelope { get; init; } = EventEnvelope.None;

    /// <summary>How many texts inside texts were opened on the way here.</summary>
    internal int Depth { get; init; }

    internal string? EventId { get; init; }
    internal string? Name { get; init; }
    internal Actor Actor { get; init; } = Actor.Unknown;

    internal EventContext At(string step) =>
        this with
        {
            Position = Position.Length == 0 ? step : $"{Position}.{step}",
        };

    internal ParsedEvent Ignored(string reason) => Placed(ParsedEvent.Ignored(reason));

    internal ParsedEvent Rejected(string reason) => Placed(ParsedEvent.Rejected(reason));

    internal ParsedEvent Approval(string token) => Placed(ParsedEvent.Approval(token));

    internal ParsedEvent Understood(Change change) => Placed(ParsedEvent.Understood(change));

    /// <summary>The id that AWS gave, else one that the same content always has.</summary>
    internal string IdOf(string? own, JsonElement content) => own ?? Envelope.Id ?? Digest(content);

    private static string Digest(JsonElement content) =>
        "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.GetRawText())))[..32];

    private ParsedEvent Placed(ParsedEvent outcome) =>
        outcome with
        {
            Position = Position,
            MessageId = MessageId,
            EventId = outcome.EventId ?? EventId ?? Envelope.Id,
            Name = outcome.Name ?? Name ?? Envelope.DetailType,
            Actor = outcome.Change?.Actor ?? Actor,
        };
}
