using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// All traffic mirror sessions of an account in a region, as EC2 DescribeTrafficMirrorSessions tells of them: that one is gone, only
/// the set can say. The engine changes nothing of it.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TrafficMirrorSession.html
/// </summary>
public sealed class TrafficMirrorSessions : DocumentState
{
    /// <summary>The part that it is made of: the list of the sessions, which may be empty.</summary>
    public const string DescribeTrafficMirrorSessions = "ec2.describe-traffic-mirror-sessions";

    /// <summary>The id of the set, of which each account has one in a region.</summary>
    public const string OnlyId = "mirror-sessions";

    /// <summary>The sessions, those that do not say which they are left out.</summary>
    public ImmutableArray<TrafficMirrorSession> Sessions =>
        Parts.TryGetValue(DescribeTrafficMirrorSessions, out var part) && part.Root.ValueKind == JsonValueKind.Array
            ? [.. part.Root.EnumerateArray().Select(TrafficMirrorSession.Of).OfType<TrafficMirrorSession>()]
            : [];

    /// <param name="sessions">The elements of DescribeTrafficMirrorSessions.</param>
    /// <param name="account">The account, where no session names its owner.</param>
    /// <param name="region">The region, which sessions do not say.</param>
    /// <param name="whyPartial">Why these may not be all, or null where they are.</param>
    public static TrafficMirrorSessions Of(
        IReadOnlyCollection<JsonElement> sessions,
        string account,
        string region,
        string? whyPartial
    )
    {
        var owner = sessions.Select(session => AwsJson.Text(session, "OwnerId"u8)).OfType<string>().FirstOrDefault();
        var unreadable = sessions
            .Where(session => TrafficMirrorSession.Of(session) is null)
            .Select(_ => "a traffic mirror session has no TrafficMirrorSessionId");
        return new()
        {
            Id = new(ResourceTypes.TrafficMirrorSessions, OnlyId, owner ?? account, region),
            Name = "traffic mirror sessions",
            Unreadable = [.. unreadable.Distinct(StringComparer.Ordinal)],
            Parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(
                DescribeTrafficMirrorSessions,
                AwsDocument.Build(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var session in sessions)
                    {
                        session.WriteTo(writer);
                    }
                    writer.WriteEndArray();
                })
            ),
            UnknownParts = whyPartial is null
                ? ImmutableSortedDictionary<string, string>.Empty
                : ImmutableSortedDictionary<string, string>.Empty.Add(DescribeTrafficMirrorSessions, whyPartial),
        };
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        new TrafficMirrorSessions
        {
            Id = Id,
            Name = Name,
            Unreadable = Unreadable,
            Parts = part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part),
            UnknownParts = UnknownParts,
        };

    public override OrderedCalls CallsTo(DocumentState desired) =>
        DifferencesTo(desired).IsEmpty
            ? OrderedCalls.Of([])
            : OrderedCalls.None(
                "a traffic mirror session is made anew by its owner: its target and filter may be gone, too"
            );

    public override Applied<ResourceState> Apply(ApiCall call) =>
        Applied<ResourceState>.Refused(
            CallError.UnknownOperation,
            $"{call.IamAction} is not executed on mirror sessions"
        );

    /// <summary>
    /// A session that is gone is weaker, unless another mirrors the same interface to the same target by the same filter; one
    /// that mirrors less or elsewhere is weaker, one that is new is stronger.
    /// </summary>
    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is TrafficMirrorSessions before ? [.. Changes(before.Sessions, Sessions)] : null;

    private static IEnumerable<StateChange> Changes(
        ImmutableArray<TrafficMirrorSession> before,
        ImmutableArray<TrafficMirrorSession> after
    )
    {
        foreach (var session in before)
        {
            var now = after.FirstOrDefault(other => other.Id == session.Id);
            if (now is null ? after.Any(other => other.Mirrors(session)) : now.Mirrors(session))
            {
                continue;
            }
            var text = now is null ? $"{session} is gone" : $"{session} became {now}";
            yield return new(ChangeEffect.Weaker, text) { Rule = session.Id };
        }
        foreach (var session in after.Where(session => before.All(other => other.Id != session.Id)))
        {
            yield return new(ChangeEffect.Stronger, $"{session} is new") { Rule = session.Id };
        }
    }
}
