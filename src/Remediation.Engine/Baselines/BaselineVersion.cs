using Remediation.Core.Resources;

namespace Remediation.Engine.Baselines;

/// <summary>One state of a resource that was kept, without the state itself.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Time">When it was kept.</param>
/// <param name="Sha256">Of the state's document, lower-case hex: its address in the store.</param>
/// <param name="Fingerprint">The state's own, by which the same content is known again.</param>
/// <param name="Reason">Why it was kept.</param>
public sealed record BaselineVersion(
    ResourceId Resource,
    int Number,
    DateTimeOffset Time,
    string Sha256,
    string Fingerprint,
    BaselineReason Reason
)
{
    /// <summary>The version that a state makes after this one (null: the first).</summary>
    public static BaselineVersion After(
        BaselineVersion? last,
        ResourceState state,
        string sha256,
        BaselineReason reason,
        DateTimeOffset now
    ) => new(state.Id, (last?.Number ?? 0) + 1, now, sha256, state.Fingerprint, reason);

    /// <summary>Whether keeping the state once more would say nothing new.</summary>
    public bool Says(ResourceState state, BaselineReason reason) =>
        Fingerprint == state.Fingerprint && (Reason.IsApproval || !reason.IsApproval);
}
