using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies;

/// <summary>What may talk to what: from any of these tiers to any of those, with these services. <c>internet</c> is a tier too.</summary>
public sealed record Flow(ImmutableArray<string> From, ImmutableArray<string> To, ServiceSet Allow)
{
    /// <summary>The name of the tier that is every address outside private networks.</summary>
    public const string Internet = "internet";
}
