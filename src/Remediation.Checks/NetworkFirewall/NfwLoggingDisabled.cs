using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;

namespace Remediation.Checks.NetworkFirewall;

/// <summary>nfw-logging-disabled: nobody is told what the firewall sees.</summary>
public sealed class NfwLoggingDisabled : Check<Firewall>
{
    private const string LogTypes = "logTypes";
    private const string Destinations = "destinations";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "nfw-logging-disabled",
            Title = "A firewall logs neither flows nor alerts, or not all that the policy requires.",
            Rationale = "Without logs nobody sees what the firewall kept out, nor what it let through.",
            DoesNotCheck = "Whether the logs arrive, how long they are kept, and who reads them.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Firewall,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts back the destinations of the baseline, else those of the parameter destinations; a ticket where neither "
                + "tells any.",
            ManualFix =
                "Add a destination for each type of log, one at a time: aws network-firewall update-logging-configuration "
                + "--firewall-arn ARN --logging-configuration CONFIGURATION.",
            Controls =
            [
                new("NetworkFirewall.2", "Network Firewall logging should be enabled"),
                FirewallControls.Layers,
            ],
            Parameters =
            [
                new(
                    LogTypes,
                    ParameterType.Texts,
                    ParameterValue.Of(ImmutableArray<string>.Empty),
                    "The types that have to be logged, of ALERT, FLOW and TLS; where none is given, either ALERT or FLOW will do."
                ),
                new(
                    Destinations,
                    ParameterType.Texts,
                    ParameterValue.Of(ImmutableArray<string>.Empty),
                    "Where to log when no baseline tells, such as ALERT=CloudWatchLogs:/aws/network-firewall/alert, "
                        + "FLOW=S3:BUCKET/PREFIX or FLOW=KinesisDataFirehose:STREAM."
                ),
            ],
            Triggers = NetworkFirewallTriggers.OfFirewall("UpdateLoggingConfiguration"),
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["network-firewall:UpdateLoggingConfiguration"],
            References =
            [
                FirewallControls.Reference,
                "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html",
            ],
        };

    protected override CheckResult Evaluate(Firewall state, CheckContext context)
    {
        if (state.Part(FirewallParts.Logging).UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"where the firewall logs is not known: {reason}");
        }
        var missing = Missing(state, context);
        if (missing.IsEmpty)
        {
            return CheckResult.Pass;
        }
        return CheckResult.Fail(
            new Evidence(
                string.Join(" and ", state.LogDestinations.Select(one => one.LogType).DefaultIfEmpty("nothing"))
                    + " logged",
                context.Settings.Texts(LogTypes).IsEmpty
                    ? $"neither {string.Join(" nor ", missing)} is logged"
                    : $"{string.Join(" and ", missing)} not logged"
            )
            {
                Severity = Metadata.Severity,
                Withdrawal = Added(state, context) is { IsEmpty: false } added
                    ? new DocumentChange(Places(state, added))
                    : null,
            }
        );
    }

    protected override DesiredState Desired(Firewall state, CheckContext context)
    {
        if (
            context.Settings.Texts(Destinations).FirstOrDefault(text => LogDestinationText.Read(text) is null) is
            { } odd
        )
        {
            return DesiredState.None(
                $"the parameter {Destinations} has '{odd}', which is not of the form ALERT=CloudWatchLogs:/aws/network-firewall/alert"
            );
        }
        var added = Added(state, context);
        var configs = state.LogDestinations.Concat(added).Select(destination => destination.Config).ToList();
        var list = AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            configs.ForEach(config => config.Root.WriteTo(writer));
            writer.WriteEndArray();
        });
        var part = state.Parts.GetValueOrDefault(FirewallParts.Logging) ?? Frame(state);
        var desired = (Firewall)
            state.WithPart(
                FirewallParts.Logging,
                part.With(DocumentPath.Of("LoggingConfiguration", "LogDestinationConfigs"), list)
            );
        return Missing(desired, context) is [var first, ..]
            ? DesiredState.None(
                $"where to log {first} is told neither by a baseline nor by the parameter {Destinations} of nfw-logging-disabled"
            )
            : DesiredState.Of(desired);
    }

    private static ImmutableArray<string> Missing(Firewall state, CheckContext context)
    {
        var required = context.Settings.Texts(LogTypes);
        var logged = state.LogDestinations.Select(destination => destination.LogType).ToHashSet(StringComparer.Ordinal);
        if (!required.IsEmpty)
        {
            return [.. required.Where(type => !logged.Contains(type))];
        }
        return logged.Contains(LogDestination.Alert) || logged.Contains(LogDestination.Flow)
            ? []
            : [LogDestination.Alert, LogDestination.Flow];
    }

    // Of what is not logged now, what the baseline logs, and what else the policy says.
    private static ImmutableArray<LogDestination> Added(Firewall state, CheckContext context)
    {
        var baseline = context.Surroundings.Baseline.Value as Firewall;
        var wanted = context.Settings.Texts(LogTypes);
        return
        [
            .. (baseline?.LogDestinations ?? [])
                .Concat(context.Settings.Texts(Destinations).Select(LogDestinationText.Read).OfType<LogDestination>())
                .Where(destination => wanted.IsEmpty || wanted.Contains(destination.LogType, StringComparer.Ordinal))
                .Where(destination => !state.LogDestinations.Any(one => one.LogType == destination.LogType))
                .DistinctBy(destination => destination.LogType, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<DocumentPath> Places(Firewall state, ImmutableArray<LogDestination> added) =>
        !state.Parts.TryGetValue(FirewallParts.Logging, out var part) ? [DocumentPath.Of(FirewallParts.Logging)]
        : part.At(DocumentPath.Of("LoggingConfiguration", "LogDestinationConfigs")) is null
            ? [DocumentPath.Of(FirewallParts.Logging, "LoggingConfiguration")]
        : [.. added.Select(destination => FirewallParts.LogDestinations.Item("LogType", destination.LogType))];

    private static AwsDocument Frame(Firewall state) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("FirewallArn", state.Id.Id);
            writer.WriteEndObject();
        });
}
