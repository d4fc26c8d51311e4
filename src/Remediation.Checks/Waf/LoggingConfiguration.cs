using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>What the checks on logging share: the headers that must not be in the logs, and a configuration made of the policy.</summary>
internal static class LoggingConfiguration
{
    public const string Headers = "headers";

    public static CheckParameter HeadersParameter(string description) =>
        new(Headers, ParameterType.Texts, ParameterValue.Of("authorization", "cookie"), description);

    public static ImmutableArray<string> HeadersOf(EffectiveSettings settings) =>
        [.. settings.Texts(Headers).Select(header => header.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>The headers whose values the logs show.</summary>
    public static IEnumerable<string> Shown(WebAcl state, WafLogging logging, IEnumerable<string> headers) =>
        headers.Where(header =>
            !logging.RedactedFields.Contains($"header {header}", StringComparer.Ordinal)
            && !IsProtected(state.Document, header)
        );

    /// <summary>A configuration that logs to the destination without the values of the headers.</summary>
    public static AwsDocument To(string destination, string webAclArn, IEnumerable<string> headers) =>
        WafEdit.Object(writer =>
        {
            writer.WriteString("ResourceArn", webAclArn);
            writer.WriteStartArray("LogDestinationConfigs");
            writer.WriteStringValue(destination);
            writer.WriteEndArray();
            writer.WritePropertyName("RedactedFields");
            Redacting([], headers).Root.WriteTo(writer);
        });

    /// <summary>The list of redacted fields with headers added.</summary>
    public static AwsDocument Redacting(IEnumerable<JsonElement> present, IEnumerable<string> headers) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var field in present)
            {
                field.WriteTo(writer);
            }
            foreach (var header in headers)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("SingleHeader");
                writer.WriteString("Name", header);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });

    // Data protection hides a value from the logs as well as from everything else that WAF keeps; without keys it hides them all.
    private static bool IsProtected(JsonElement webAcl, string header) =>
        webAcl
            .Member("DataProtectionConfig")
            .Items("DataProtections")
            .Select(protection => protection.Member("Field"))
            .Any(field =>
                field.Text("FieldType") == "SINGLE_HEADER"
                && (
                    !field.Items("FieldKeys").Any()
                    || field
                        .Items("FieldKeys")
                        .Any(key => string.Equals(key.ToString(), header, StringComparison.OrdinalIgnoreCase))
                )
            );
}
