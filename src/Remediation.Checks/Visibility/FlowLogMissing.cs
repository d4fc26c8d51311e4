using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Checks.Visibility;

/// <summary>flow-log-missing: what is rejected in a VPC is recorded nowhere.</summary>
public sealed class FlowLogMissing : Check<Vpc>
{
    private const string Destinations = "destinations";
    private const string DeliveryRole = "deliveryRole";
    private const string TrafficType = "trafficType";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "flow-log-missing",
            Title = "A VPC has no flow log that records rejected traffic and delivers it, or lost one that it had.",
            Rationale =
                "Flow logs are the only record of who tried which door. Whoever means to move on unseen deletes them first.",
            DoesNotCheck =
                "Flow logs of single subnets and interfaces, which do not stand for the VPC's, and who may read or delete what was "
                + "delivered.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.Vpc,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Makes the flow logs of the baseline anew; without a baseline, those that the parameters describe. A flow log whose "
                + "delivery fails is left to a person, since it is its destination or role that is broken.",
            ManualFix =
                "Create one: aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL --log-destination-type s3 "
                + "--log-destination ARN.",
            Controls =
            [
                new("EC2.6", "VPC flow logging should be enabled in all VPCs"),
                new("CIS-3.7", "Ensure VPC flow logging is enabled in all VPCs"),
            ],
            Parameters =
            [
                new(
                    Destinations,
                    ParameterType.Texts,
                    ParameterValue.Of(ImmutableArray<string>.Empty),
                    "Where new flow logs deliver to where no baseline says: the ARNs of buckets, log groups or Firehose streams, one flow "
                        + "log for each."
                ),
                new(
                    DeliveryRole,
                    ParameterType.Texts,
                    ParameterValue.Of(ImmutableArray<string>.Empty),
                    "The ARN of the role by which flow logs write to a log group; the first counts, and other destinations need none."
                ),
                new(
                    TrafficType,
                    ParameterType.Choice,
                    ParameterValue.Of("ALL"),
                    "What new flow logs record where no baseline says."
                )
                {
                    Choices = ["ALL", "REJECT"],
                },
            ],
            Triggers = ["CreateFlowLogs", "DeleteFlowLogs", "CreateVpc", "CreateDefaultVpc"],
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["ec2:CreateFlowLogs", "ec2:CreateTags", "iam:PassRole", "logs:CreateLogDelivery"],
            References =
            [
                "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
                "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
            ],
        };

    protected override CheckResult Evaluate(Vpc state, CheckContext context)
    {
        if (state.FlowLogs.Value is not { } all)
        {
            return CheckResult.Unknown($"what flow logs the VPC has is not known: {state.FlowLogs.UnknownReason}");
        }
        var own = all.FindAll(log => log.ResourceId == state.Id.Id);
        var lost = Lost(state, own, context).ToList();
        if (own.Exists(log => log.IsWorking) && lost.Count == 0)
        {
            return CheckResult.Pass;
        }
        var restored = Restored(state, own, context);
        return CheckResult.Fail(
            new Evidence(
                lost.Count > 0 ? string.Join("; ", lost)
                    : own.IsEmpty ? "no flow log of the VPC"
                    : string.Join("; ", own.Select(Fault)),
                own.Exists(log => log.IsWorking)
                    ? "what the baseline records there is recorded no more, or only in part"
                    : "rejected traffic is not recorded"
            )
            {
                Rule = own.IsEmpty ? null : own[0].Id,
                Severity = Metadata.Severity,
                Note = all.Count > own.Count ? $"{all.Count - own.Count} flow logs are of single subnets" : null,
                Withdrawal = restored is null
                    ? null
                    : DocumentChange.At([.. state.DifferencesTo(restored).Select(difference => difference.Path)]),
            }
        );
    }

    protected override DesiredState Desired(Vpc state, CheckContext context)
    {
        var own = (state.FlowLogs.Value ?? []).FindAll(log => log.ResourceId == state.Id.Id);
        if (Restored(state, own, context) is { } restored)
        {
            return DesiredState.Of(restored);
        }
        // AWS takes no second flow log beside it, and without it there would be a gap.
        if (
            Lost(state, own, context)
                .FirstOrDefault(lost => own.Exists(now => now.IsWorking && IsInPlaceOf(now, lost))) is
            { } lost
        )
        {
            return DesiredState.None(
                $"the flow log of the baseline, {lost}, was replaced by one that records fewer fields or more coarsely; delete that "
                    + "one and create the former anew, with a gap in between that somebody has to accept"
            );
        }
        return own.Find(log => log.DeliveryError is not null) is { } broken
            ? DesiredState.None(
                $"{broken.Id} to {broken.Destination} cannot deliver ({broken.DeliveryError}); mend its destination or its role"
            )
            : DesiredState.None(
                $"no flow log of before is known to make anew ({context.Surroundings.Baseline.UnknownReason ?? "there is no baseline of the VPC"}), "
                    + $"and the policy names none: set {Destinations} of {Metadata.Id}, or create it by hand"
            );
    }

    // Of the baseline's, those that nothing stands for now: one that records as much to the same destination.
    private static IEnumerable<FlowLog> Lost(Vpc vpc, ImmutableList<FlowLog> own, CheckContext context) =>
        Before(vpc, context).Where(was => !own.Exists(now => now.IsWorking && now.Covers(was)));

    private static ImmutableList<FlowLog> Before(Vpc vpc, CheckContext context) =>
        ((context.Surroundings.Baseline.Value as Vpc)?.FlowLogs.Value ?? []).FindAll(log =>
            log.IsWorking && log.ResourceId == vpc.Id.Id
        );

    private static string Fault(FlowLog log) =>
        log switch
        {
            { IsActive: false } => $"{log.Id} is {log.Status}",
            { RecordsRejected: false } => $"{log.Id} records only {log.TrafficType} traffic",
            _ => $"{log.Id} cannot deliver to {log.Destination}: {log.DeliveryError}",
        };

    // Null where nothing says what to make, or where it would be what is there and broken.
    private static Vpc? Restored(Vpc vpc, ImmutableList<FlowLog> own, CheckContext context)
    {
        var wanted = Wanted(vpc, context).Where(log => !own.Exists(there => IsInPlaceOf(there, log))).ToList();
        return wanted.Count == 0 ? null : wanted.Aggregate(vpc, (restored, log) => restored.WithCreated(log));
    }

    private static bool IsInPlaceOf(FlowLog there, FlowLog log) =>
        there.TrafficType == log.TrafficType && there.Destination == log.Destination;

    private static IEnumerable<FlowLog> Wanted(Vpc vpc, CheckContext context)
    {
        var before = Before(vpc, context);
        return before.IsEmpty
            ? context.Settings.Texts(Destinations).Select(destination => Described(vpc, destination, context.Settings))
            : before;
    }

    private static FlowLog Described(Vpc vpc, string destination, EffectiveSettings settings)
    {
        var type = destination.Split(':') is [_, _, var service, ..] ? service : "";
        return new(
            AwsDocument.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("ResourceId", vpc.Id.Id);
                writer.WriteString("TrafficType", settings.Choice(TrafficType));
                writer.WriteString(
                    "LogDestinationType",
                    type switch
                    {
                        "logs" => "cloud-watch-logs",
                        "firehose" => "kinesis-data-firehose",
                        _ => "s3",
                    }
                );
                writer.WriteString("LogDestination", destination);
                if (type == "logs" && settings.Texts(DeliveryRole) is [var role, ..])
                {
                    writer.WriteString("DeliverLogsPermissionArn", role);
                }
                writer.WriteEndObject();
            })
        );
    }
}
