using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Diagnostics;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// The one call that replaces a WAF resource, and what AWS makes of it: it takes the whole document and the lock token of the state
/// that was read, and refuses when somebody else wrote meanwhile.
/// </summary>
internal static class WafUpdate
{
    private const int MostPlacesTold = 4;

    private static readonly ImmutableArray<string> Envelope = ["Name", "Scope", "Id", "LockToken"];

    public static ApiCall Call(WafResource current, WafResource desired, ImmutableArray<DocumentDifference> changed) =>
        ApiCall.Create(
            "wafv2",
            current.Kind.Update,
            ApiCallEffect.Changes,
            Summary(current, changed),
            writer => Write(writer, current, desired)
        );

    public static Applied<ResourceState> Apply(WafResource state, ApiCall call)
    {
        var parameters = call.Parameters;
        if (!IsFor(state, parameters))
        {
            return Refused(
                WafCodes.NonexistentItem,
                $"AWS WAF couldn’t perform the operation because your resource doesn’t exist: {Text(parameters, "Name")}"
            );
        }
        if (Text(parameters, "LockToken") is not { Length: > 0 } token)
        {
            return Refused(WafCodes.InvalidParameter, "the update brings no LockToken");
        }
        if (token != state.LockToken)
        {
            return Refused(
                WafCodes.OptimisticLock,
                "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes."
            );
        }
        return Fault(parameters) is { } fault
            ? Refused(WafCodes.InvalidParameter, fault)
            : Applied<ResourceState>.To(state.WithPart(state.Kind.Part, Replaced(state, parameters, call)));
    }

    private static string Summary(WafResource current, ImmutableArray<DocumentDifference> changed)
    {
        var places = changed.Select(difference => difference.Path.Skip(2).ToString()).ToList();
        return $"update {current.Kind.Word} {current.Name}: {NameList.Of(places, MostPlacesTold)}";
    }

    private static void Write(Utf8JsonWriter writer, WafResource current, WafResource desired)
    {
        writer.WriteString("Name", current.Name);
        writer.WriteString("Scope", current.Scope);
        writer.WriteString("Id", IdOf(current));
        foreach (var member in Sent(desired))
        {
            member.WriteTo(writer);
        }
        writer.WriteString("LockToken", current.LockToken);
    }

    // AWS gives an empty description where there is none, and takes none that is empty.
    private static IEnumerable<JsonProperty> Sent(WafResource desired) =>
        desired
            .Document.EnumerateObject()
            .Where(member =>
                !desired.Kind.ReadOnly.Contains(member.Name, StringComparer.Ordinal)
                && member.Value.ValueKind != JsonValueKind.Null
                && !(member.NameEquals("Description"u8) && member.Value.ToString().Length == 0)
            );

    private static string IdOf(WafResource state) =>
        AwsJson.Text(state.Document, "Id"u8) ?? state.Arn?.Id ?? state.Id.Id;

    private static bool IsFor(WafResource state, JsonElement parameters) =>
        Text(parameters, "Name") == state.Name
        && Text(parameters, "Scope") == state.Scope
        && Text(parameters, "Id") == IdOf(state);

    // What of the content AWS refuses, as far as a restored document can come to it.
    private static string? Fault(JsonElement parameters)
    {
        var (names, priorities) = (
            new HashSet<string>(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal)
        );
        foreach (var rule in AwsJson.Array(parameters, "Rules"u8))
        {
            if (!names.Add(Text(rule, "Name") ?? ""))
            {
                return $"two rules have the name {Text(rule, "Name")}";
            }
            if (AwsJson.TryMember(rule, "Priority"u8, out var priority) && !priorities.Add(priority.ToString()))
            {
                return $"two rules have the priority {priority}";
            }
        }
        return null;
    }

    private static AwsDocument Replaced(WafResource state, JsonElement parameters, ApiCall call)
    {
        var described = AwsJson.TryMember(parameters, "Description"u8, out _);
        var kept = state
            .Document.EnumerateObject()
            .Where(member =>
                state.Kind.ReadOnly.Contains(member.Name, StringComparer.Ordinal)
                || member.Value.ValueKind == JsonValueKind.Null
            );
        var document = AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in kept.Concat(parameters.EnumerateObject().Where(IsContent)))
            {
                member.WriteTo(writer);
            }
            if (!described && AwsJson.TryMember(state.Document, "Description"u8, out _))
            {
                writer.WriteString("Description", "");
            }
            writer.WriteEndObject();
        });
        return state
            .Parts[state.Kind.Part]
            .With(DocumentPath.Of(state.Kind.Member), document)
            .With(DocumentPath.Of("LockToken"), AwsDocument.Build(writer => writer.WriteStringValue(NextToken(call))));
        static bool IsContent(JsonProperty member) => !Envelope.Contains(member.Name, StringComparer.Ordinal);
    }

    // Any other token would do; one that follows from the call keeps the application pure.
    private static string NextToken(ApiCall call)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call.ParametersJson)));
        return $"{hash[..8]}-{hash[8..12]}-{hash[12..16]}-{hash[16..20]}-{hash[20..32]}";
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Applied<ResourceState> Refused(string code, string message) =>
        Applied<ResourceState>.Refused(code, message);
}
