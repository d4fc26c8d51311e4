using System.Collections.Immutable;

namespace Remediation.Core.Policies;

/// <summary>Settings for the resources that match; of several scopes the later wins.</summary>
public sealed record Scope(ResourceMatch Match, ImmutableSortedDictionary<string, CheckSettings> Checks);
