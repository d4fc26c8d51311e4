using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Checks;

/// <summary>Every check of the product, in the order in which fixes are folded into a plan.</summary>
public static class CheckCatalog
{
    public static ImmutableArray<Check> All { get; } = [];
}
