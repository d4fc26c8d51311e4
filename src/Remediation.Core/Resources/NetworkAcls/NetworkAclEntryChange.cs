using System.Globalization;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>One entry that came, went, moved to another number or got another content; at least one of the two is there.</summary>
public sealed record NetworkAclEntryChange(NetworkAclEntry? Before, NetworkAclEntry? After)
{
    /// <summary>What passes because of it and did not.</summary>
    public TrafficSet Opened { get; init; } = TrafficSet.Empty;

    /// <summary>What passed and does not because of it.</summary>
    public TrafficSet Closed { get; init; } = TrafficSet.Empty;

    /// <summary>The entry as it is now, or as it was where it is gone.</summary>
    public NetworkAclEntry Entry => (After ?? Before)!;

    /// <summary>All that the entry speaks of, before and after.</summary>
    public TrafficSet Traffic => (Before?.Traffic ?? TrafficSet.Empty).Union(After?.Traffic ?? TrafficSet.Empty);

    /// <summary>What opens anything is weaker, whatever it closes elsewhere.</summary>
    public ChangeEffect Effect =>
        !Opened.IsEmpty ? ChangeEffect.Weaker
        : !Closed.IsEmpty ? ChangeEffect.Stronger
        : ChangeEffect.Neutral;

    /// <summary>What became of the entry: <c>ingress entry 100 deny tcp/22 from 0.0.0.0/0 removed</c>.</summary>
    public string What =>
        (Before, After) switch
        {
            ({ } gone, null) => $"{Word} entry {gone} removed",
            (null, { } added) => $"{Word} entry {added} added",
            ({ } was, { } now) when was.RuleNumber != now.RuleNumber => string.Create(
                CultureInfo.InvariantCulture,
                $"{Word} entry {was} moved to {now.RuleNumber}"
            ),
            var (was, now) => $"{Word} entry {was} became {now}",
        };

    /// <summary>The same and what it opens and closes.</summary>
    public override string ToString()
    {
        var opens = Opened.IsEmpty ? "" : $", which opens {Opened.ToString(Preposition)}";
        var closes = Closed.IsEmpty
            ? ""
            : $"{(Opened.IsEmpty ? ", which" : " and")} closes {Closed.ToString(Preposition)}";
        return What + opens + closes;
    }

    private string Word => NetworkAclCalls.Word(Entry.Direction);

    private string Preposition => Entry.Direction == Direction.Ingress ? "from" : "to";
}
