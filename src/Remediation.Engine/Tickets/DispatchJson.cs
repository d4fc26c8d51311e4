using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediation.Engine.Tickets;

/// <summary>Writes and reads what is kept of a dispatch: <c>remediation.dispatch/1</c>, for the engine's own store.</summary>
public static class DispatchJson
{
    public static string Write(Dispatch dispatch) =>
        JsonSerializer.Serialize(dispatch, DispatchJsonContext.Default.Dispatch);

    /// <summary>Null for what no engine wrote.</summary>
    public static Dispatch? Read(string json)
    {
        try
        {
            var dispatch = JsonSerializer.Deserialize(json, DispatchJsonContext.Default.Dispatch);
            return dispatch is { Version: > 0 and < int.MaxValue } && IsWhole(dispatch) ? dispatch : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // A null in the place of a list, or in one, is let through by the reader, whatever the types say, and not by the writer.
    private static bool IsWhole(Dispatch dispatch) =>
        dispatch.Deliveries.Values.All(delivery => delivery is not null)
        && (dispatch.Ticket is null) != (dispatch.Outcome is null)
        && (dispatch.Ticket is not { } ticket || IsWhole(ticket))
        && (dispatch.Outcome is not { } outcome || IsWhole(outcome));

    private static bool IsWhole(TicketNotice ticket) =>
        Enum.IsDefined(ticket.Status)
        && Enum.IsDefined(ticket.Severity)
        && !ticket.Evidence.IsDefault
        && ticket.Evidence.All(evidence => evidence is not null)
        && IsWhole(ticket.Controls)
        && IsWhole(ticket.Plan);

    private static bool IsWhole(OutcomeNotice outcome) =>
        Enum.IsDefined(outcome.Decision)
        && (outcome.Severity is not { } severity || Enum.IsDefined(severity))
        && JsonNode.Parse(outcome.Json) is JsonObject;

    private static bool IsWhole(ImmutableArray<string> texts) =>
        !texts.IsDefault && texts.All(text => text is not null);
}
