using System.Text.Json.Nodes;
using Remediation.Testing;

namespace Remediation.Lambda.Tests.Audits;

/// <summary>The state machine of the template, with its substitutions made.</summary>
internal static class AuditTemplate
{
    private const string Start = "      DefinitionString: |\n";

    public static JsonNode Definition(int tolerated = 50)
    {
        var template = File.ReadAllText(Path.Combine(Repository.Root, "template.yaml"));
        var begin = template.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = template.IndexOf("\n\n", begin, StringComparison.Ordinal);
        var json = template[begin..end]
            .Replace("${AuditFunctionArn}", "FUNCTION", StringComparison.Ordinal)
            .Replace("${Concurrency}", "20", StringComparison.Ordinal)
            .Replace("${Tolerated}", $"{tolerated}", StringComparison.Ordinal)
            .Replace("${Publish}", "false", StringComparison.Ordinal);
        Assert.DoesNotContain("${", json, StringComparison.Ordinal);
        return JsonNode.Parse(json)!;
    }
}
