using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Rechecks;

/// <summary>
/// Has what the policy's exemptions spare looked at when their end is to be warned of and when they end, whether anybody has looked at it
/// while they held or not. An exemption that does not name the account is one of the engine's own.
/// </summary>
internal sealed class ExemptionWatch(
    EnginePorts ports,
    Policy policy,
    ImmutableArray<Check> checks,
    ReconcilerOptions options
)
{
    private const string Collection = "exemption";

    private readonly RecheckDesk _rechecks = new(ports.Records, ports.Time);

    /// <summary>Puts what is due, and was not before, among what is to be looked at again. Null, or why some of it is not.</summary>
    public async Task<CallError?> ScheduleAsync(CancellationToken cancellationToken)
    {
        var due = policy
            .Exemptions.Select(exemption => (exemption, Moment(exemption)))
            .Where(item => item.Item2 is not null);
        var pending = due.Select(item => (Exemption: item.exemption, Moment: item.Item2!.Value)).ToList();
        if (pending.Count == 0)
        {
            return null;
        }
        var kept = await ports.Records.ListAsync(Collection, cancellationToken);
        if (!kept.IsAnswered)
        {
            return kept.Error;
        }
        var done = kept.Value.Select(record => record.Key.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (exemption, moment) in pending.Where(item => !done.Contains(NameOf(item.Exemption, item.Moment))))
        {
            if (await ScheduleAsync(exemption, moment, cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        return null;
    }

    // The end where it is over, else the warning where that is due; null before.
    private DateTimeOffset? Moment(Exemption exemption)
    {
        var now = ports.Time.GetUtcNow();
        return exemption.EndsAt <= now ? exemption.EndsAt
            : exemption.EndsAt - now <= policy.Guardrails.WarnBefore ? exemption.EndsAt - policy.Guardrails.WarnBefore
            : null;
    }

    private async Task<CallError?> ScheduleAsync(
        Exemption exemption,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    )
    {
        foreach (var resource in ResourcesOf(exemption))
        {
            var why = $"the end of exemption {exemption.Id}";
            if (await _rechecks.ScheduleAsync(resource, moment, why, cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        var key = new RecordKey(Collection, NameOf(exemption, moment));
        var read = await ports.Records.ReadAsync(key, cancellationToken);
        return read is not { IsAnswered: true, Value.Exists: false }
            ? read.Error
            : (await ports.Records.WriteAsync(read.Value, Json(exemption), null, cancellationToken)).Error;
    }

    private IEnumerable<ResourceId> ResourcesOf(Exemption exemption)
    {
        var types = checks
            .Where(check => check.Metadata.Id == exemption.Check)
            .SelectMany(check => check.Metadata.ResourceTypes);
        // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
        return exemption.Resource.Split(':', 6) is ["arn", _, var service, var region, var account, var resource]
            ? types
                .Where(type => service == "ec2" || IsOf(type, resource))
                .Select(type => new ResourceId(
                    type,
                    service == "ec2" ? resource[(resource.LastIndexOf('/') + 1)..] : exemption.Resource,
                    account,
                    region.Length > 0 ? region : options.Region
                ))
            : types.Select(type => new ResourceId(type, exemption.Resource, options.Account, options.Region));
    }

    // AWS::WAFv2::WebACL is .../webacl/..., AWS::NetworkFirewall::RuleGroup stateful-rulegroup/...
    private static bool IsOf(string type, string resource) =>
        resource
            .Replace("-", "", StringComparison.Ordinal)
            .Split('/')
            .Any(part => part.EndsWith(type[(type.LastIndexOf(':') + 1)..], StringComparison.OrdinalIgnoreCase));

    private static string NameOf(Exemption exemption, DateTimeOffset moment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {exemption.Id} {exemption.Check} {exemption.Resource}"
        );

    private static string Json(Exemption exemption) =>
        new JsonObject { ["exemption"] = exemption.Id, ["owner"] = exemption.Owner }.ToJsonString();
}
