using System.Text.Json;
using Remediation.Cli.PolicyTesting;
using Remediation.Core.Policies;

namespace Remediation.Cli.Json;

/// <summary>Writes what the tests of a policy came to as <c>remediation.policy-test/1</c>.</summary>
internal static class PolicyTestJson
{
    public const string Schema = "remediation.policy-test/1";

    public static void Write(Utf8JsonWriter writer, Policy policy, IReadOnlyCollection<PolicyTestResult> results)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteStartObject("policy");
        writer.WriteString("name", policy.Name);
        writer.WriteString("sha256", policy.Sha256);
        writer.WriteEndObject();
        writer.WriteNumber("passed", results.Count(result => result.IsPassed));
        writer.WriteNumber("failed", results.Count(result => !result.IsPassed));
        writer.WriteStartArray("tests");
        foreach (var result in results)
        {
            Write(writer, result);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PolicyTestResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("name", result.Case.Name);
        writer.WriteNumber("line", result.Case.Line);
        writer.WriteBoolean("passed", result.IsPassed);
        writer.WriteStartArray("failures");
        foreach (var failure in result.Failures)
        {
            writer.WriteStartObject();
            writer.WriteString("resource", failure.Resource);
            writer.WriteString("what", failure.What);
            writer.WriteNumber("line", failure.Line);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
