using System.Collections.Immutable;
using Remediation.Checks.NetworkAcls;
using Remediation.Checks.SecurityGroups;
using Remediation.Checks.Templates;
using Remediation.Core.Checks;

namespace Remediation.Checks;

/// <summary>Every check of the product, in the order in which fixes are folded into a plan.</summary>
public static class CheckCatalog
{
    public static ImmutableArray<Check> All { get; } =
    [
        new SgOpenAdminPort(),
        new SgOpenHighRiskPort(),
        new SgOpenUnauthorizedPort(),
        new SgDefaultHasRules(),
        new SgUnrestrictedEgress(),
        new SgStaleReference(),
        new SgUnused(),
        new NaclOpenAdminPort(),
        new NaclIneffectiveDeny(),
        new NaclUnused(),
        new TemplateUndefinedReference(),
        new TemplateCircularDependency(),
    ];
}
