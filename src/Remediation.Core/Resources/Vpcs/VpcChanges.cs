using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// What changed at a VPC, in words: flow logs and endpoints that came, went or stopped working. What changed at an endpoint that
/// is still there is told of the endpoint.
/// </summary>
internal static class VpcChanges
{
    private static readonly ImmutableArray<string> Harmless = ["Tags", "CidrBlockAssociationSet", "State", "OwnerId"];

    public static IReadOnlyList<StateChange> Between(Vpc before, Vpc after) =>
        [.. FlowLogs(before, after), .. Endpoints(before, after), .. Others(before, after)];

    private static IEnumerable<StateChange> FlowLogs(Vpc before, Vpc after)
    {
        if ((before.FlowLogs.UnknownReason ?? after.FlowLogs.UnknownReason) is { } reason)
        {
            yield return new(ChangeEffect.Unknown, $"what flow logs there are is not known: {reason}");
            yield break;
        }
        var (was, isNow) = (Logs(before), Logs(after));
        foreach (var (key, log) in was)
        {
            if (!isNow.TryGetValue(key, out var same))
            {
                yield return new(ChangeEffect.Weaker, $"flow log removed: {log}") { Rule = log.Id };
            }
            else if (WorksNoMore(log, same))
            {
                yield return new(
                    ChangeEffect.Weaker,
                    $"flow log {same.Id} no longer works: {same.DeliveryError ?? same.Status}"
                )
                {
                    Rule = same.Id,
                };
            }
        }
        foreach (var (_, log) in isNow.Where(item => !was.ContainsKey(item.Key)))
        {
            yield return new(ChangeEffect.Stronger, $"flow log added: {log}")
            {
                Rule = log.Id,
                Paths = [DocumentPath.Of(Vpc.FlowLogsPart).Item("FlowLogId", log.Id)],
            };
        }
    }

    private static bool WorksNoMore(FlowLog before, FlowLog after) =>
        (before.IsActive && !after.IsActive) || (before.DeliveryError is null && after.DeliveryError is not null);

    private static Dictionary<string, FlowLog> Logs(Vpc vpc)
    {
        var logs = new Dictionary<string, FlowLog>(StringComparer.Ordinal);
        foreach (var log in vpc.FlowLogs.Value ?? [])
        {
            logs[FlowLogRequests.KeyOf(log)] = log;
        }
        return logs;
    }

    private static IEnumerable<StateChange> Endpoints(Vpc before, Vpc after)
    {
        if ((before.Endpoints.UnknownReason ?? after.Endpoints.UnknownReason) is { } reason)
        {
            yield return new(ChangeEffect.Unknown, $"what endpoints there are is not known: {reason}");
            yield break;
        }
        var (was, isNow) = (Services(before), Services(after));
        foreach (var service in was.Except(isNow, StringComparer.Ordinal))
        {
            yield return new(
                ChangeEffect.Weaker,
                $"no endpoint for {service} any more: its traffic takes another way or none"
            );
        }
        foreach (var service in isNow.Except(was, StringComparer.Ordinal))
        {
            yield return new(ChangeEffect.Neutral, $"an endpoint for {service} added");
        }
    }

    private static List<string> Services(Vpc vpc) =>
        [
            .. (vpc.Endpoints.Value ?? [])
                .Where(endpoint => endpoint.IsInUse && endpoint.ServiceName.Length > 0)
                .Select(endpoint => endpoint.ServiceName),
        ];

    private static IEnumerable<StateChange> Others(Vpc before, Vpc after) =>
        before
            .DifferencesTo(after)
            .Where(item => item.Path.Steps[0].Member is not (Vpc.FlowLogsPart or Vpc.EndpointsPart))
            .SelectMany(Others);

    private static IEnumerable<StateChange> Others(DocumentDifference difference)
    {
        if (difference is not { Path.Steps: [{ Member: Vpc.Description }], Before: { } was, After: { } isNow })
        {
            return [Told(difference, ChangeEffect.Unknown)];
        }
        // A list of one, whose element no member names for a comparison of lists.
        return DocumentDifference
            .Between(was.At(DocumentPath.Root.Item(0)), isNow.At(DocumentPath.Root.Item(0)))
            .Select(item =>
                Told(
                    item,
                    Harmless.Contains(item.Path.Steps[0].Member ?? "", StringComparer.Ordinal)
                        ? ChangeEffect.Neutral
                        : ChangeEffect.Unknown
                )
            );
    }

    private static StateChange Told(DocumentDifference difference, ChangeEffect effect) =>
        new(effect, $"{difference.Path}: {Text(difference.Before)} → {Text(difference.After)}");

    private static string Text(AwsDocument? document) => document?.Text ?? "nothing";
}
