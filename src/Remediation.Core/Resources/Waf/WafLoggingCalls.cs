using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// The calls for a web ACL's logging configuration, which is put whole and has no lock token.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html.
/// </summary>
internal static class WafLoggingCalls
{
    private const string Put = "PutLoggingConfiguration";
    private const string Delete = "DeleteLoggingConfiguration";
    private const string Member = "LoggingConfiguration";

    public static ImmutableArray<ApiCall> Between(WebAcl current, WebAcl desired)
    {
        var (from, to) = (current.Logging.Value, desired.Logging.Value);
        if (Equals(DocumentOf(from), DocumentOf(to)))
        {
            return [];
        }
        return to is null ? [DeleteCall(current, from!)] : [PutCall(current, from, to)];
    }

    public static Applied<ResourceState> Apply(WebAcl state, ApiCall call) =>
        call.Operation switch
        {
            Put when AwsJson.TryMember(call.Parameters, "LoggingConfiguration"u8, out var logging) => IsFor(
                state,
                logging
            )
                ? To(state, WrappedIn(logging))
                : NotFound(logging),
            Delete => IsFor(state, call.Parameters) && state.Logging.Value is not null
                ? To(state, null)
                : NotFound(call.Parameters),
            _ => Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.IamAction} is not for a web ACL"),
        };

    private static ApiCall PutCall(WebAcl current, WafLogging? from, WafLogging to) =>
        ApiCall.Create(
            "wafv2",
            Put,
            from is null ? ApiCallEffect.Adds : ApiCallEffect.Changes,
            $"log {current.Name} to {string.Join(", ", to.Destinations)}",
            writer =>
            {
                writer.WritePropertyName(Member);
                to.Json.WriteTo(writer);
            }
        );

    private static ApiCall DeleteCall(WebAcl current, WafLogging from) =>
        ApiCall.Create(
            "wafv2",
            Delete,
            ApiCallEffect.Removes,
            $"stop logging {current.Name}",
            writer =>
            {
                writer.WriteString("ResourceArn", current.Id.Arn);
                Copy(writer, from.Json, "LogType");
                Copy(writer, from.Json, "LogScope");
            }
        );

    private static void Copy(Utf8JsonWriter writer, JsonElement from, string member)
    {
        if (from.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String)
        {
            writer.WriteString(member, value.GetString());
        }
    }

    private static AwsDocument? DocumentOf(WafLogging? logging) =>
        logging is null ? null : AwsDocument.Of(logging.Json);

    private static bool IsFor(WebAcl state, JsonElement parameters) =>
        AwsJson.Text(parameters, "ResourceArn"u8) == state.Id.Arn;

    private static AwsDocument WrappedIn(JsonElement logging) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Member);
            logging.WriteTo(writer);
            writer.WriteEndObject();
        });

    private static Applied<ResourceState> To(WebAcl state, AwsDocument? part) =>
        Applied<ResourceState>.To(state.WithPart(WebAcl.LoggingPart, part));

    private static Applied<ResourceState> NotFound(JsonElement parameters) =>
        Applied<ResourceState>.Refused(
            WafCodes.NonexistentItem,
            "AWS WAF couldn’t perform the operation because your resource doesn’t exist: "
                + AwsJson.Text(parameters, "ResourceArn"u8)
        );
}
