using System.Collections.Immutable;

namespace Remediation.Core.Policies.Loading;

/// <summary>The keys that one kind of mapping takes, and those that are planned but that this version would not act on.</summary>
internal sealed record KeySet(ImmutableArray<PolicyKey> Keys)
{
    public ImmutableArray<string> Unsupported { get; init; } = [];

    public IReadOnlyCollection<string> Names => [.. Keys.Select(key => key.Name)];

    public bool Has(string name) => Keys.Any(key => key.Name == name);

    public KeySet With(IEnumerable<PolicyKey> keys) => this with { Keys = Keys.AddRange(keys) };
}
