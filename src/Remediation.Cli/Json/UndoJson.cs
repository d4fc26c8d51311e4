using System.Text.Json;
using Remediation.Core.Reports;
using Remediation.Engine.Undo;

namespace Remediation.Cli.Json;

/// <summary>What an undo would do or did, for machines: <c>remediation.undo/1</c>.</summary>
internal static class UndoJson
{
    /// <param name="result">With a proposal.</param>
    /// <param name="decision"><c>wouldUndo</c>, <c>undone</c>, <c>nothingToDo</c>, <c>refused</c> or <c>failed</c>.</param>
    public static void Write(Utf8JsonWriter writer, UndoResult result, string decision)
    {
        var proposal = result.Proposal!;
        var intent = proposal.Operation.Intent;
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.undo/1");
        writer.WriteString("decision", decision);
        writer.WriteString("undoes", intent.Id);
        writer.WriteString("action", ReportWriter.Word(intent.Action));
        writer.WritePropertyName("resource");
        ReportWriter.Write(writer, intent.Resource);
        writer.WriteStartArray("calls");
        foreach (var call in proposal.Plan?.Calls ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("service", call.Service);
            writer.WriteString("operation", call.Operation);
            writer.WritePropertyName("parameters");
            call.Parameters.WriteTo(writer);
            writer.WriteString("summary", call.Summary);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("plan", proposal.Plan?.Hash);
        WriteConflicts(writer, proposal);
        ReportWriter.WriteStrings(writer, "notes", proposal.Notes);
        writer.WriteBoolean("forced", proposal.IsForced);
        writer.WriteString("reason", result.Failure ?? proposal.Problem);
        writer.WriteString("ledger", result.LedgerId);
        if (result.HeldUntil is { } until)
        {
            writer.WriteString("heldUntil", until.UtcDateTime);
        }
        else
        {
            writer.WriteNull("heldUntil");
        }
        writer.WriteEndObject();
    }

    private static void WriteConflicts(Utf8JsonWriter writer, UndoProposal proposal)
    {
        writer.WriteStartArray("conflicts");
        foreach (var conflict in proposal.Conflicts)
        {
            writer.WriteStartObject();
            writer.WriteString("what", conflict.What);
            writer.WriteString("prior", conflict.Prior);
            writer.WriteString("made", conflict.Made);
            writer.WriteString("present", conflict.Present);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
