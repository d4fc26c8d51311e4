namespace Remediation.Core.Policies.Learning;

/// <summary>A tier that was made of what some groups have in common.</summary>
/// <param name="Name">A name that a policy takes, unlike that of any other.</param>
/// <param name="Key">What the groups have in common: a tag, a name, or the id of the only one.</param>
/// <param name="Groups">What the groups are called, for people.</param>
internal sealed record LearnedTier(string Name, TierKey Key, IReadOnlyList<string> Groups);
