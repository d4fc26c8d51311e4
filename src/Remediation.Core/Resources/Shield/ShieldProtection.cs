using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Shield;

/// <summary>One protection of Shield Advanced as Shield lists it, whole, and read as far as the checks need it.</summary>
public sealed class ShieldProtection(AwsDocument document)
{
    internal const string NoResponse = "none";

    // The weakest first.
    private static readonly string[] Responses = [NoResponse, "Count", "Block"];

    /// <summary>The listing's element whole.</summary>
    public AwsDocument Document { get; } = document;

    public string Id { get; } = AwsJson.Text(document.Root, "Id"u8) ?? "";

    public string Name { get; } = AwsJson.Text(document.Root, "Name"u8) ?? "";

    /// <summary>The resource that is protected.</summary>
    public string ResourceArn { get; } = AwsJson.Text(document.Root, "ResourceArn"u8) ?? "";

    /// <summary>
    /// What Shield does by itself with requests that it takes for an attack: <c>Block</c>, <c>Count</c>, <c>none</c> where that is
    /// switched off, or null where it is told in a form that is not known.
    /// https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_ApplicationLayerAutomaticResponseConfiguration.html.
    /// </summary>
    public string? AutomaticResponse { get; } = ResponseIn(document.Root);

    /// <summary>The health checks of Route 53 by which Shield tells an attack from a busy day, and asks whether to step in.</summary>
    public ImmutableArray<string> HealthChecks { get; } =
    [
        .. AwsJson
            .Array(document.Root, "HealthCheckIds"u8)
            .Where(id => id.ValueKind == JsonValueKind.String)
            .Select(id => id.GetString()!),
    ];

    /// <summary>A protection that is not there yet.</summary>
    public static ShieldProtection For(string name, string resourceArn) =>
        new(
            AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(nameof(Name), name);
                writer.WriteString(nameof(ResourceArn), resourceArn);
                writer.WriteEndObject();
            })
        );

    private static string? ResponseIn(JsonElement protection)
    {
        if (!AwsJson.TryMember(protection, "ApplicationLayerAutomaticResponseConfiguration"u8, out var response))
        {
            return NoResponse;
        }
        _ = AwsJson.TryMember(response, "Action"u8, out var action);
        return AwsJson.Text(response, "Status"u8) switch
        {
            "DISABLED" => NoResponse,
            "ENABLED" when AwsJson.TryMember(action, "Block"u8, out _) => "Block",
            "ENABLED" when AwsJson.TryMember(action, "Count"u8, out _) => "Count",
            _ => null,
        };
    }

    /// <summary>What it means that other health checks are associated than were.</summary>
    public IEnumerable<StateChange> HealthCheckChanges(ShieldProtection now) =>
        [
            .. HealthChecks
                .Except(now.HealthChecks, StringComparer.Ordinal)
                .Select(id => new StateChange(
                    ChangeEffect.Weaker,
                    $"health check {id} is no longer heeded for {ResourceArn}"
                )),
            .. now
                .HealthChecks.Except(HealthChecks, StringComparer.Ordinal)
                .Select(id => new StateChange(ChangeEffect.Stronger, $"health check {id} is heeded for {ResourceArn}")),
        ];

    /// <summary>What it means that Shield responded as this protection says and responds as the other says; null where it is the same.</summary>
    public StateChange? ResponseChange(ShieldProtection now)
    {
        if (AutomaticResponse == now.AutomaticResponse && AutomaticResponse is not null)
        {
            return null;
        }
        var (was, becomes) = (
            Array.IndexOf(Responses, AutomaticResponse),
            Array.IndexOf(Responses, now.AutomaticResponse)
        );
        var effect =
            was < 0 || becomes < 0 ? ChangeEffect.Unknown
            : becomes < was ? ChangeEffect.Weaker
            : ChangeEffect.Stronger;
        return new(
            effect,
            $"automatic response to attacks on {ResourceArn}: {AutomaticResponse ?? "not known"} → {now.AutomaticResponse ?? "not known"}"
        );
    }
}
