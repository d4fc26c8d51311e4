using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>One side of a flow: any of these tiers, the internet, the trusted sources, addresses or prefix lists.</summary>
public sealed record FlowEnd
{
    /// <summary>The name that stands for every address outside private networks.</summary>
    public const string Internet = "internet";

    /// <summary>The name that stands for what the policy lists under <c>trustedSources</c>.</summary>
    public const string TrustedSources = "trustedSources";

    /// <summary>Tiers by name, in the order written.</summary>
    public ImmutableArray<string> Tiers { get; init; } = [];

    public bool IsInternet { get; init; }

    public bool IsTrustedSources { get; init; }

    public AddressSet Addresses { get; init; } = AddressSet.Empty;

    /// <summary>Managed prefix lists by id.</summary>
    public ImmutableArray<string> PrefixLists { get; init; } = [];

    /// <summary>The end as people write it.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            Tiers
                .Concat(IsInternet ? [Internet] : [])
                .Concat(IsTrustedSources ? [TrustedSources] : [])
                .Concat(Addresses.ToCidrs().Select(cidr => cidr.ToString()))
                .Concat(PrefixLists)
        );
}
