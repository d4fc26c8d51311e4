using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Engine.Quarantines;

/// <summary>
/// Cuts off what is attached to a security group of which a finding says, by the policy's response, that it is to be. It does so before
/// the group is fixed, so that an engine that stops in between finds everything still to do.
/// </summary>
internal sealed class Containment(EnginePorts ports, Policy policy, ReconcilerOptions options)
{
    private readonly Quarantiner _quarantiner = new(ports, policy, options.Leases, options.VerifyDelays);

    public async Task<ContainmentResult> CutOffAsync(
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
        if (surroundings.Attachments is not { Value: { } attached } fact)
        {
            var why = $"what is attached to {group.Id} could not be read: {surroundings.Attachments.UnknownReason}";
            return surroundings.Attachments.MayBeKnownLater ? ContainmentResult.Later(why) : ContainmentResult.Not(why);
        }
        var most = policy.Quarantine.MaxInterfaces;
        if (attached.Count > most)
        {
            return ContainmentResult.Not(
                $"nothing is cut off, since {attached.Count} interfaces are attached and the policy's maxInterfaces is {most}"
            );
        }
        var (done, refused) = (ImmutableArray.CreateBuilder<string>(), new List<string>());
        foreach (var workload in fact.Value.Select(item => Reference(item, group)).Distinct())
        {
            var request = new QuarantineRequest(workload, Who(events[0]))
            {
                Events = [.. events.Select(parsed => parsed.EventId ?? "")],
                Checks = [.. judgement.Open.Where(judgement.IsToBeCutOff).Select(finding => finding.Check.Id).Distinct()],
            };
            var result = await _quarantiner.ApplyAsync(request, cancellationToken);
            if (result.Failure is null)
            {
                done.Add(workload.Id!);
                continue;
            }
            if (result.IsRetryable || result.Steps.Any(step => step is { Problem: not null, IsRetryable: true }))
            {
                return ContainmentResult.Later($"{workload.Id} could not be cut off for now: {result.Failure}");
            }
            refused.Add($"{workload.Id} is not cut off: {result.Failure}");
        }
        return new(done.ToImmutable()) { Refused = refused.Count == 0 ? null : string.Join("; ", refused) };
    }

    internal static string Who(ParsedEvent parsed) => parsed.Actor.PrincipalArn ?? parsed.Actor.DisplayName;

    private static ResourceReference Reference(NetworkInterface item, ResourceId group) =>
        item.InstanceId.Length > 0
            ? new(ResourceTypes.Instance, group.Account, group.Region) { Id = item.InstanceId }
            : new(ResourceTypes.NetworkInterface, group.Account, group.Region) { Id = item.Id };
}
