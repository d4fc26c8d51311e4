using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>Everything beside the state that a check's judgement depends on. The same state and context give the same result.</summary>
public sealed record CheckContext
{
    public required EffectiveSettings Settings { get; init; }

    /// <summary>The internet that the policy does not trust, with the check's own limit of what is anywhere.</summary>
    public required UntrustedInternet Internet { get; init; }

    /// <summary>What the check has computed in this context; contexts made from one another share it.</summary>
    public WatchedServices Watched { get; } = new();

    /// <summary>Who is in which tier of the policy.</summary>
    public TierMap Tiers { get; init; } = TierMap.Empty;

    /// <summary>What the policy allows between its tiers and everybody else.</summary>
    public FlowMap Flows { get; init; } = FlowMap.Empty;

    public Surroundings Surroundings { get; init; } = Surroundings.Unknown;

    /// <summary>The exemptions of the policy that hold now for this check and resource.</summary>
    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    /// <summary>Whether the whole finding is exempted.</summary>
    public bool IsWhollyExempted => Exemptions.Any(exemption => exemption.Traffic is null);

    /// <summary>The traffic that exemptions take out of judgement.</summary>
    public TrafficSet ExemptedTraffic =>
        Exemptions.Aggregate(TrafficSet.Empty, (all, exemption) => all.Union(exemption.Traffic ?? TrafficSet.Empty));
}
