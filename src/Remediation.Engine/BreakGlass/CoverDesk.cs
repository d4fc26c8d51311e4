using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Rechecks;
using Remediation.Engine.Records;

namespace Remediation.Engine.BreakGlass;

/// <summary>
/// Keeps what break-glass principals opened, for each resource, and when that ends. Used under the resource's lease.
/// </summary>
internal sealed class CoverDesk(EnginePorts ports, Guardrails rails, string ownPrincipal)
{
    private readonly RecheckDesk _rechecks = new(ports.Records, ports.Time);

    /// <summary>Whether the policy lists anybody; otherwise nothing is covered, whatever is kept from before.</summary>
    public bool IsUsed => !rails.BreakGlassPrincipals.IsEmpty;

    /// <summary>The covers of the resource that hold now and that no event casts a doubt on.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="events">What led to it.</param>
    /// <param name="isKept">Whether those that ended are forgotten; not in a dry run.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    public async Task<StoreAnswer<IReadOnlyList<Cover>>> ReadAsync(
        ResourceId resource,
        IReadOnlyList<ParsedEvent> events,
        bool isKept,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Records.ReadAsync(KeyOf(resource), cancellationToken);
        if (!read.IsAnswered)
        {
            return StoreAnswer<IReadOnlyList<Cover>>.Failed(read.Error);
        }
        var kept = CoverDocument.Read(read.Value.Json);
        var now = ports.Time.GetUtcNow();
        var left = kept.Where(cover => now < cover.Until && !events.Any(parsed => IsDoubtful(cover, parsed.Change)))
            .ToImmutableArray();
        if (isKept && left.Length < kept.Length)
        {
            var written = await WriteAsync(read.Value, left, cancellationToken);
            return written is null
                ? StoreAnswer<IReadOnlyList<Cover>>.Of(left)
                : StoreAnswer<IReadOnlyList<Cover>>.Failed(written);
        }
        return StoreAnswer<IReadOnlyList<Cover>>.Of(left);
    }

    /// <summary>
    /// What is to be covered now that these events led to this judgement: only when a listed principal made every change that the
    /// events tell of, and not once it is too late.
    /// </summary>
    public IReadOnlyList<Cover> Due(IReadOnlyList<ParsedEvent> events, Judgement judgement)
    {
        var changes = events
            .Select(parsed => parsed.Change)
            .OfType<Change>()
            .Where(change => change.Channel == EventChannel.CloudTrail)
            .ToList();
        var principals = changes.ConvertAll(change => BreakGlassRule.PrincipalOf(change, rails));
        if (principals.Count == 0 || principals.Contains(null))
        {
            return [];
        }
        var now = ports.Time.GetUtcNow();
        var until = Least(changes.Max(change => change.Time), now) + rails.BreakGlassFor;
        return now >= until
            ? []
            :
            [
                .. judgement
                    .Findings.Where(finding => finding is { Status: FindingStatus.Fail, Response: >= Response.Revert })
                    .Select(finding => Cover.Of(finding, principals[^1]!, now, until)),
            ];
    }

    /// <summary>Keeps more covers, and remembers to look at the resource when they end. Null, or why that could not be.</summary>
    public async Task<CallError?> AddAsync(
        ResourceId resource,
        IReadOnlyList<Cover> more,
        CancellationToken cancellationToken
    )
    {
        foreach (var until in more.Select(cover => cover.Until).Distinct())
        {
            var why = $"what {more[0].Principal} opened in an emergency";
            if (await _rechecks.ScheduleAsync(resource, until, why, cancellationToken) is { } unkept)
            {
                return unkept;
            }
        }
        var read = await ports.Records.ReadAsync(KeyOf(resource), cancellationToken);
        return read.IsAnswered
            ? await WriteAsync(read.Value, [.. CoverDocument.Read(read.Value.Json), .. more], cancellationToken)
            : read.Error;
    }

    // What somebody else had done before the cover was made may be covered with it; and where it covers all that a check minds,
    // whatever somebody else does later would be as well.
    private bool IsDoubtful(Cover cover, Change? change) =>
        change is { Channel: EventChannel.CloudTrail }
        && BreakGlassRule.PrincipalOf(change, rails) is null
        && !IsOwn(change.Actor)
        && (cover.Traffic is null || change.Time <= cover.Made);

    private bool IsOwn(Actor actor) =>
        ownPrincipal.Length > 0 && (actor.SessionIssuerArn ?? actor.PrincipalArn) == ownPrincipal;

    private async Task<CallError?> WriteAsync(
        StoredRecord read,
        ImmutableArray<Cover> covers,
        CancellationToken cancellationToken
    )
    {
        var forgetAfter = covers.IsEmpty ? ports.Time.GetUtcNow() : covers.Max(cover => cover.Until);
        var written = await ports.Records.WriteAsync(
            read,
            new CoverDocument(covers).Write(),
            forgetAfter,
            cancellationToken
        );
        return written.IsAnswered ? null : written.Error;
    }

    private static RecordKey KeyOf(ResourceId resource) => new($"break-glass/{resource.Arn}", "covers");

    private static DateTimeOffset Least(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
