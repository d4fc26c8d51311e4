using System.Text.Json;
using Remediation.Core.Events;
using Remediation.Core.Reports;
using Remediation.Engine.Tickets;

namespace Remediation.Engine;

/// <summary>Writes what handling events came to as <c>remediation.outcomes/1</c>.</summary>
public static class OutcomesJson
{
    public const string Schema = "remediation.outcomes/1";

    public static void Write(Utf8JsonWriter writer, IReadOnlyCollection<Outcome> outcomes)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteStartArray("outcomes");
        foreach (var outcome in outcomes)
        {
            Write(writer, outcome);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("tickets");
        // Outcomes of several events that were handled together have the same tickets.
        foreach (
            var ticket in outcomes
                .SelectMany(outcome => outcome.Tickets)
                .DistinctBy(ticket => ticket.Finding.Id, StringComparer.Ordinal)
        )
        {
            Write(writer, ticket);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Ticket ticket)
    {
        writer.WriteStartObject();
        writer.WriteString("finding", ticket.Finding.Id);
        writer.WriteString("check", ticket.Finding.Check.Id);
        writer.WriteString("resource", ticket.Finding.Resource.Id);
        writer.WriteString("reason", ticket.Reason);
        writer.WriteString("event", ticket.EventId);
        writer.WriteEndObject();
    }

    /// <summary>One outcome, which is also what the function logs.</summary>
    public static void Write(Utf8JsonWriter writer, Outcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteString("event", outcome.Event.EventId);
        writer.WriteString("name", outcome.Event.Name);
        writer.WriteString("position", outcome.Event.Position);
        writer.WritePropertyName("actor");
        Write(writer, outcome.Event.Actor);
        WriteResource(writer, outcome);
        writer.WriteString("decision", ReportWriter.Word(outcome.Decision));
        writer.WriteString("reason", outcome.Reason);
        writer.WriteBoolean("dryRun", outcome.IsDryRun);
        writer.WriteStartArray("findings");
        foreach (var finding in outcome.Findings)
        {
            ReportWriter.Write(writer, finding);
        }
        writer.WriteEndArray();
        WritePlan(writer, outcome);
        if (!outcome.CutOff.IsEmpty)
        {
            ReportWriter.WriteStrings(writer, "cutOff", outcome.CutOff);
        }
        writer.WriteString("ledger", outcome.LedgerId);
        writer.WriteEndObject();
    }

    /// <summary>Who acted, as every report writes it.</summary>
    public static void Write(Utf8JsonWriter writer, Actor actor)
    {
        writer.WriteStartObject();
        writer.WriteString("name", actor.DisplayName);
        writer.WriteString("type", actor.IdentityType);
        writer.WriteString("principal", actor.PrincipalArn);
        writer.WriteString("sessionIssuer", actor.SessionIssuerArn);
        writer.WriteString("sourceIdentity", actor.SourceIdentity);
        writer.WriteString("sourceIp", actor.SourceIpAddress);
        writer.WriteString("userAgent", actor.UserAgent);
        writer.WriteString("invokedBy", actor.InvokedBy);
        writer.WriteString("origin", ReportWriter.Word(actor.Origin));
        writer.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter writer, Outcome outcome)
    {
        writer.WritePropertyName("resource");
        if (outcome.Resource is null)
        {
            writer.WriteNullValue();
            return;
        }
        ReportWriter.Write(writer, outcome.Resource);
    }

    private static void WritePlan(Utf8JsonWriter writer, Outcome outcome)
    {
        writer.WritePropertyName("plan");
        if (outcome.Plan is null || outcome.Verdict is null)
        {
            writer.WriteNullValue();
            return;
        }
        ReportWriter.Write(writer, outcome.Plan, outcome.Verdict, Resolved(outcome));
    }

    private static IEnumerable<string> Resolved(Outcome outcome) =>
        outcome.Findings.Where(outcome.Plan!.Settles).Select(finding => finding.Id);
}
