using System.Diagnostics;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Core.Planning;

/// <summary>Counts rules or entries between two states of one resource.</summary>
internal static class RuleCensus
{
    /// <summary>How many stand in the first state and not, just so, in the second.</summary>
    public static int Removed(ResourceState before, ResourceState after) =>
        (before, after) switch
        {
            (SecurityGroup from, SecurityGroup to) => from.Rules.Length - Untouched(from, to),
            (NetworkAcl from, NetworkAcl to) => from.Entries.Length - Untouched(from, to),
            (DocumentState from, DocumentState to) => from.DifferencesTo(to)
                .Count(difference => difference.After is null),
            _ => throw new UnreachableException(),
        };

    /// <summary>How many stand just so in both.</summary>
    public static int Untouched(ResourceState before, ResourceState after) =>
        (before, after) switch
        {
            (SecurityGroup from, SecurityGroup to) => from.Rules.Count(to.Rules.Contains),
            (NetworkAcl from, NetworkAcl to) => from.Entries.Count(to.Entries.Contains),
            (DocumentState from, DocumentState to) => DocumentAudit.Untouched(from, to),
            _ => throw new UnreachableException(),
        };
}
