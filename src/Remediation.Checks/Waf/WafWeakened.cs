using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;

namespace Remediation.Checks.Waf;

/// <summary>waf-weakened: a web ACL, or a set or rule group that web ACLs use, keeps out or tells less than its baseline.</summary>
public sealed class WafWeakened : WeakenedCheck<DocumentState>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-weakened",
            Title = "A web ACL, or a set or rule group that it uses, is weaker than its baseline.",
            Rationale =
                "A web ACL is weakened in many small ways that no fixed rule names: a limit is raised, a rule is counted instead "
                + "of enforced, moved behind an Allow or narrowed by one more condition, an address slips into the set that is "
                + "let through. What was once found compliant or approved is the measure.",
            DoesNotCheck =
                "Whether the baseline itself is good enough, which the other checks judge; what managed rule groups contain; "
                + "rules that Shield Advanced puts into a web ACL for its automatic mitigation; and whether another log "
                + "destination is as good, which it reports as unknown. Without a baseline it does not apply.",
            Severity = Severity.High,
            ResourceType = ResourceTypes.WebAcl,
            OtherResourceTypes = [ResourceTypes.IpSet, ResourceTypes.WafRuleGroup, ResourceTypes.RegexPatternSet],
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts exactly what is weaker back as in the baseline, with one update that brings the lock token of the state "
                + "that was read; what else was changed since stays. None where a weaker change cannot be told apart from "
                + "another at the same place.",
            ManualFix =
                "Compare with remediate baseline diff, then put the changes back with aws wafv2 update-web-acl (update-ip-set, "
                + "update-rule-group, update-regex-pattern-set, put-logging-configuration), or accept them with remediate "
                + "baseline approve.",
            Triggers =
            [
                "wafv2:CreateWebACL",
                "wafv2:UpdateWebACL",
                "wafv2:PutLoggingConfiguration",
                "wafv2:DeleteLoggingConfiguration",
                "wafv2:CreateIPSet",
                "wafv2:UpdateIPSet",
                "wafv2:CreateRuleGroup",
                "wafv2:UpdateRuleGroup",
                "wafv2:CreateRegexPatternSet",
                "wafv2:UpdateRegexPatternSet",
            ],
            Surroundings = SurroundingKinds.Baseline,
            FixActions =
            [
                "wafv2:UpdateWebACL",
                "wafv2:UpdateIPSet",
                "wafv2:UpdateRuleGroup",
                "wafv2:UpdateRegexPatternSet",
                "wafv2:PutLoggingConfiguration",
                "logs:CreateLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:PutResourcePolicy",
            ],
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing.html",
            ],
        };
}
