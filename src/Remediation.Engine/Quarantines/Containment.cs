using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Guards;
using Remediation.Engine.Records;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Cuts off what is attached to a security group of which a finding says, by the policy's response, that it is to be. It does so before
/// the group is fixed, and remembers what it began with: a workload that is cut off in part is not attached any more.
/// </summary>
internal sealed class Containment(EnginePorts ports, Policy policy, ReconcilerOptions options)
{
    private static readonly TimeSpan Forget = TimeSpan.FromDays(7);

    private readonly Guard _guard = new(policy, ports);
    private readonly Quarantiner _quarantiner = new(ports, policy, options.Leases, options.VerifyDelays);

    /// <summary>
    /// Cuts off what is attached, if it may be now. A fix that was let pass by the guard takes what it cuts off with it; without a fix it
    /// is asked for that alone.
    /// </summary>
    public async Task<ContainmentResult> ContainAsync(
        Judgement judgement,
        IReadOnlyList<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (!judgement.HasValidPlan)
        {
            var verdict = await _guard.AskQuarantineAsync(
                $"quarantine-{judgement.State.Id.Id}-{events[0].EventId}",
                judgement.Open.Where(judgement.IsToBeCutOff).Max(finding => finding.Severity),
                cancellationToken
            );
            if (verdict.Retry is { } retry)
            {
                return ContainmentResult.Later(retry);
            }
            if (verdict.Hold is { } held)
            {
                return ContainmentResult.Not($"what is attached is not cut off: {held}") with { Until = verdict.Until };
            }
        }
        return await CutOffAsync(judgement, events, cancellationToken);
    }

    private async Task<ContainmentResult> CutOffAsync(
        Judgement judgement,
        IReadOnlyList<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var group = judgement.State.Id;
        var surroundings = await ports.Account.ReadSurroundingsAsync(
            judgement.State,
            SurroundingKinds.Attachments,
            cancellationToken
        );
        var attachments = surroundings.Attachments;
        if (attachments.Value is not { } attached)
        {
            var why = $"what is attached to {group.Id} could not be read: {attachments.UnknownReason}";
            return attachments.MayBeKnownLater ? ContainmentResult.Later(why) : ContainmentResult.Not(why);
        }
        var begun = await ports.Records.ReadAsync(KeyOf(group), cancellationToken);
        if (!begun.IsAnswered)
        {
            return ContainmentResult.Later($"what was begun to be cut off could not be read: {begun.Error}");
        }
        var most = policy.Quarantine.MaxInterfaces;
        if (attached.Count > most)
        {
            return ContainmentResult.Not(
                $"nothing is cut off, since {attached.Count} interfaces are attached and the policy's maxInterfaces is {most}"
            );
        }
        ImmutableArray<string> workloads =
        [
            .. attached
                .Select(item => item.InstanceId.Length > 0 ? item.InstanceId : item.Id)
                .Union(Read(begun.Value.Json), StringComparer.Ordinal),
        ];
        if (await RememberAsync(begun.Value, workloads, cancellationToken) is { } unkept)
        {
            return ContainmentResult.Later($"nothing was cut off, since that it was begun could not be kept: {unkept}");
        }
        var result = await CutOffAsync(group, workloads, judgement, events, cancellationToken);
        return result.Retry is null && await ForgetAsync(group, workloads, cancellationToken) is { } unforgotten
            ? ContainmentResult.Later($"that all of it was cut off could not be kept: {unforgotten}")
            : result;
    }

    private async Task<ContainmentResult> CutOffAsync(
        ResourceId group,
        ImmutableArray<string> workloads,
        Judgement judgement,
        IReadOnlyList<ParsedEvent> events,
        CancellationToken cancellationToken
    )
    {
        var (done, refused) = (ImmutableArray.CreateBuilder<string>(), new List<string>());
        foreach (var workload in workloads)
        {
            var request = new QuarantineRequest(Reference(workload, group), Who(events[0]))
            {
                Events = [.. events.Select(parsed => parsed.EventId ?? "")],
                Checks =
                [
                    .. judgement
                        .Open.Where(judgement.IsToBeCutOff)
                        .Select(finding => finding.Check.Id)
                        .Distinct(StringComparer.Ordinal),
                ],
            };
            var result = await _quarantiner.ApplyAsync(request, cancellationToken);
            if (result.Failure is null)
            {
                done.Add(workload);
                continue;
            }
            if (result.IsRetryable || result.Steps.Any(step => step is { Problem: not null, IsRetryable: true }))
            {
                return ContainmentResult.Later($"{workload} could not be cut off for now: {result.Failure}");
            }
            refused.Add($"{workload} is not cut off: {result.Failure}");
        }
        return new(done.ToImmutable()) { Refused = refused.Count == 0 ? null : string.Join("; ", refused) };
    }

    internal static string Who(ParsedEvent parsed) => parsed.Actor.PrincipalArn ?? parsed.Actor.DisplayName;

    private static ResourceReference Reference(string id, ResourceId group) =>
        new(
            id.StartsWith("eni-", StringComparison.Ordinal) ? ResourceTypes.NetworkInterface : ResourceTypes.Instance,
            group.Account,
            group.Region
        )
        {
            Id = id,
        };

    private static RecordKey KeyOf(ResourceId group) => new($"containment/{group.Arn}", "begun");

    // Null when it is kept, or there is nothing to keep.
    private async Task<CallError?> RememberAsync(
        StoredRecord read,
        ImmutableArray<string> workloads,
        CancellationToken cancellationToken
    )
    {
        if (workloads.IsEmpty || Read(read.Json).SequenceEqual(workloads, StringComparer.Ordinal))
        {
            return null;
        }
        var list = new JsonArray([.. workloads.Select(id => (JsonNode)JsonValue.Create(id))]);
        var json = new JsonObject { ["workloads"] = list }.ToJsonString();
        return (await ports.Records.WriteAsync(read, json, ports.Time.GetUtcNow() + Forget, cancellationToken)).Error;
    }

    private async Task<CallError?> ForgetAsync(
        ResourceId group,
        ImmutableArray<string> workloads,
        CancellationToken cancellationToken
    )
    {
        if (workloads.IsEmpty)
        {
            return null;
        }
        var read = await ports.Records.ReadAsync(KeyOf(group), cancellationToken);
        return !read.IsAnswered ? read.Error
            : read.Value.Exists ? await ports.Records.DeleteAsync(read.Value, cancellationToken)
            : null;
    }

    // What no engine wrote names nothing.
    private static ImmutableArray<string> Read(string json) => RecordText.Of(json)?.Texts("workloads") ?? [];
}
