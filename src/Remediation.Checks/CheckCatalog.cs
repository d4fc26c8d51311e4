using System.Collections.Immutable;
using Remediation.Checks.NetworkAcls;
using Remediation.Checks.NetworkFirewall;
using Remediation.Checks.SecurityGroups;
using Remediation.Checks.Templates;
using Remediation.Checks.Visibility;
using Remediation.Checks.VpcEndpoints;
using Remediation.Checks.Vpcs;
using Remediation.Checks.Waf;
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
        new SgFlowNotAllowed(),
        new SgStaleReference(),
        new SgUnused(),
        new NaclOpenAdminPort(),
        new NaclIneffectiveDeny(),
        new NaclBrokenReturnPath(),
        new NaclWeakened(),
        new NaclReplaced(),
        new NaclFlowNotAllowed(),
        new NaclUnused(),
        new WafWebAclEmpty(),
        new WafRequiredRuleMissing(),
        new WafRuleCounting(),
        new WafRateLimitMissing(),
        new WafMetricsDisabled(),
        new WafLoggingDisabled(),
        new WafLoggingUnredacted(),
        new WafLogDestinationInvalid(),
        new WafAllowShadowsBlock(),
        new WafGeoRuleByAddress(),
        new WafIpSetBroad(),
        new WafIpSetSingleFamily(),
        new WafResourceUnprotected(),
        new WafWebAclReplaced(),
        new WafWeakened(),
        new NfwLoggingDisabled(),
        new NfwNoRuleGroups(),
        new NfwRuleGroupEmpty(),
        new NfwStatelessDefaultPass(),
        new NfwFragmentDefaultPass(),
        new NfwDeleteProtectionOff(),
        new NfwSubnetChangeProtectionOff(),
        new NfwSingleAz(),
        new NfwOrderMismatch(),
        new NfwPassAny(),
        new NfwCleartextFromAny(),
        new NfwThreatSignaturesMissing(),
        new NfwIpv6Unconsidered(),
        new NfwPolicyReplaced(),
        new NfwWeakened(),
        new VpcePolicyOpen(),
        new VpceWeakened(),
        new VpcePrivateDnsOff(),
        new VpceGroupOpen(),
        new VpceRequiredMissing(),
        new VpceRemoved(),
        new FlowLogMissing(),
        new ShieldProtectionMissing(),
        new ShieldResponseWeakened(),
        new SubnetAutoPublicIp(),
        new RouteInternetFromPrivateTier(),
        new RouteInspectionBypassed(),
        new MirrorSessionRemoved(),
        new TemplateUndefinedReference(),
        new TemplateCircularDependency(),
    ];
}
