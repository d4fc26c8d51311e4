using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A view of a web ACL's logging configuration.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html.
/// </summary>
public sealed class WafLogging
{
    internal WafLogging(JsonElement json) => Json = json;

    /// <summary>The configuration as AWS has it.</summary>
    public JsonElement Json { get; }

    /// <summary>The ARNs of the log groups, buckets or streams.</summary>
    public ImmutableArray<string> Destinations =>
        [.. Elements("LogDestinationConfigs"u8).Select(element => element.ToString())];

    /// <summary>
    /// What is left out of the logs: <c>header authorization</c> (lower case), <c>UriPath</c>, <c>QueryString</c>, <c>Method</c>.
    /// </summary>
    public ImmutableArray<string> RedactedFields => [.. Elements("RedactedFields"u8).Select(Field)];

    /// <summary>Which requests are logged; null where all are.</summary>
    public AwsDocument? Filter =>
        AwsJson.TryMember(Json, "LoggingFilter"u8, out var filter) ? AwsDocument.Of(filter) : null;

    /// <summary>Whether Firewall Manager put it there; nobody else can change it then.</summary>
    public bool IsManagedByFirewallManager => AwsJson.Boolean(Json, "ManagedByFirewallManager"u8) == true;

    private List<JsonElement> Elements(ReadOnlySpan<byte> member)
    {
        var elements = new List<JsonElement>();
        foreach (var element in AwsJson.Array(Json, member))
        {
            elements.Add(element);
        }
        return elements;
    }

    private static string Field(JsonElement field)
    {
        if (AwsJson.TryMember(field, "SingleHeader"u8, out var header))
        {
            return $"header {AwsJson.Text(header, "Name"u8)?.ToLowerInvariant()}";
        }
        return field.ValueKind == JsonValueKind.Object && field.EnumerateObject() is var members && members.MoveNext()
            ? members.Current.Name
            : field.ToString();
    }
}
