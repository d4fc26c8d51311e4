using System.Text.Json;
using Remediation.Engine;
using Remediation.Engine.Approvals;

namespace Remediation.Cli.Json;

/// <summary>What approving of a plan came to, for machines: <c>remediation.apply/1</c>.</summary>
internal static class ApplyJson
{
    public static void Write(Utf8JsonWriter writer, string plan, ApprovalResult result, bool isApplied)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", "remediation.apply/1");
        writer.WriteString("plan", plan);
        writer.WriteString("decision", Decision(result, isApplied));
        writer.WriteString("reason", result.Refusal);
        writer.WritePropertyName("result");
        OutcomesJson.Write(writer, result.Outcomes);
        writer.WriteEndObject();
    }

    private static string Decision(ApprovalResult result, bool isApplied) =>
        result.Refusal is null ? (isApplied ? "applied" : "wouldApply")
        : result.IsRetryable ? "failed"
        : "refused";
}
