using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Changes of where a firewall logs. AWS takes one change a call: one destination more, one less, or another place for one. What
/// is logged more comes first and what is logged less last, so that on the way nothing is missing that is wanted.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateLoggingConfiguration.html.
/// </summary>
internal static class LoggingSteps
{
    private const string Dashboard = "EnableMonitoringDashboard";
    private static readonly DocumentPath List = DocumentPath.Of("LoggingConfiguration", "LogDestinationConfigs");

    public static void More(FirewallCalls.Steps steps, Firewall desired)
    {
        if (!desired.Parts.ContainsKey(FirewallParts.Logging))
        {
            return;
        }
        foreach (var wanted in desired.LogDestinations)
        {
            var present = Find(steps.State, wanted.LogType);
            if (present is not null && present.DestinationType != wanted.DestinationType)
            {
                // What kind of place it is cannot be changed, and there is only one place for a type.
                Send(
                    steps,
                    desired,
                    Without(steps.State, wanted.LogType),
                    ApiCallEffect.Removes,
                    $"stop sending {present}"
                );
                present = null;
            }
            if (present is null)
            {
                Send(steps, desired, [.. steps.State.LogDestinations, wanted], ApiCallEffect.Adds, $"log {wanted}");
            }
            else if (!present.Config.Equals(wanted.Config))
            {
                var replaced = steps.State.LogDestinations.Select(one => one.LogType == wanted.LogType ? wanted : one);
                Send(steps, desired, replaced, ApiCallEffect.Changes, $"log {wanted}");
            }
        }
    }

    public static void Less(FirewallCalls.Steps steps, Firewall desired)
    {
        var unwanted = steps.State.LogDestinations.Where(one => Find(desired, one.LogType) is null);
        foreach (var destination in unwanted)
        {
            Send(
                steps,
                desired,
                Without(steps.State, destination.LogType),
                ApiCallEffect.Removes,
                $"stop sending {destination}"
            );
        }
        if (DashboardOf(desired) is { } wanted && DashboardOf(steps.State) != wanted)
        {
            Send(steps, desired, steps.State.LogDestinations, ApiCallEffect.Changes, $"set {Dashboard} to {wanted}");
        }
    }

    public static Applied<ResourceState> Apply(Firewall state, JsonElement parameters)
    {
        if (state.UnknownParts.TryGetValue(FirewallParts.Logging, out var reason))
        {
            return Applied<ResourceState>.Refused(
                "InvalidRequestException",
                $"where it logs now is not known: {reason}"
            );
        }
        var given = FirewallJson.Member(parameters, "LoggingConfiguration");
        var configs = FirewallJson.Items(given, "LogDestinationConfigs").ToList();
        if (Fault(state, configs) is { } fault)
        {
            return Applied<ResourceState>.Refused("InvalidRequestException", fault);
        }
        var part =
            state.Parts.GetValueOrDefault(FirewallParts.Logging)
            ?? AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("FirewallArn", state.Id.Id);
                writer.WriteEndObject();
            });
        part =
            given.ValueKind == JsonValueKind.Object
                ? part.With(DocumentPath.Of("LoggingConfiguration"), AwsDocument.Of(given))
                : part.Without(DocumentPath.Of("LoggingConfiguration"));
        if (FirewallJson.Member(parameters, Dashboard) is { ValueKind: not JsonValueKind.Undefined } dashboard)
        {
            part = part.With(DocumentPath.Of(Dashboard), AwsDocument.Of(dashboard));
        }
        return Applied<ResourceState>.To(state.WithPart(FirewallParts.Logging, part));
    }

    private static string? Fault(Firewall state, List<JsonElement> configs)
    {
        var after = configs.ConvertAll(config => new LogDestination(
            FirewallJson.Text(config, "LogType") ?? "",
            FirewallJson.Text(config, "LogDestinationType") ?? "",
            AwsDocument.Of(config)
        ));
        if (after.DistinctBy(one => one.LogType, StringComparer.Ordinal).Count() < after.Count)
        {
            return "a type of log has more than one destination";
        }
        var before = state.LogDestinations;
        var kept = after.Where(one => Find(state, one.LogType) is not null).ToList();
        if (kept.Exists(one => Find(state, one.LogType)!.DestinationType != one.DestinationType))
        {
            return "the type of a destination cannot be changed";
        }
        var changes =
            after.Count
            - kept.Count
            + before.Length
            - kept.Count
            + kept.Count(one => !Find(state, one.LogType)!.Config.Equals(one.Config));
        return changes > 1 ? "only one log destination can be changed in one call" : null;
    }

    private static LogDestination? Find(Firewall firewall, string logType) =>
        firewall.LogDestinations.FirstOrDefault(one => one.LogType == logType);

    private static IEnumerable<LogDestination> Without(Firewall firewall, string logType) =>
        firewall.LogDestinations.Where(one => one.LogType != logType);

    private static string? DashboardOf(Firewall firewall) =>
        FirewallJson.Boolean(
            firewall.Parts.GetValueOrDefault(FirewallParts.Logging)?.Root ?? default,
            "EnableMonitoringDashboard"u8
        )
            is { } flag
            ? flag
                ? "true"
                : "false"
            : null;

    // Whatever else the configuration holds goes along.
    private static void Send(
        FirewallCalls.Steps steps,
        Firewall desired,
        IEnumerable<LogDestination> destinations,
        ApiCallEffect effect,
        string summary
    )
    {
        var configs = destinations.Select(destination => destination.Config.Root).ToList();
        var wanted = desired.Parts.GetValueOrDefault(FirewallParts.Logging) ?? AwsDocument.Parse("{}");
        var isNone = configs.Count == 0 && wanted.At(List) is null;
        var configuration = (isNone ? wanted : wanted.With(List, ListOf(configs))).At(
            DocumentPath.Of("LoggingConfiguration")
        );
        steps.Add(
            ApiCall.Create(
                FirewallParts.Service,
                "UpdateLoggingConfiguration",
                effect,
                summary,
                writer =>
                {
                    writer.WriteString("FirewallArn", steps.State.Id.Id);
                    if (configuration is not null)
                    {
                        writer.WritePropertyName("LoggingConfiguration");
                        configuration.Root.WriteTo(writer);
                    }
                    if (DashboardOf(desired) is { } dashboard)
                    {
                        writer.WriteBoolean(Dashboard, dashboard == "true");
                    }
                }
            )
        );
    }

    private static AwsDocument ListOf(List<JsonElement> configs) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            configs.ForEach(config => config.WriteTo(writer));
            writer.WriteEndArray();
        });
}
