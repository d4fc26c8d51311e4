using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-metrics-disabled: nobody sees what a rule does.</summary>
public sealed class WafMetricsDisabled : Check<WafResource>
{
    private const string Sampling = "sampledRequests";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-metrics-disabled",
            Title = "A web ACL, a rule group or a rule of one has its metrics or its samples switched off.",
            Rationale =
                "Metrics are what alarms rest on, and samples show what a rule matched. Without them an attack, or a rule that keeps "
                + "visitors out, goes unseen.",
            DoesNotCheck =
                "Whether anybody has an alarm on the metrics. What Shield Advanced and Firewall Manager put in is theirs.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.WafRuleGroup,
            OtherResourceTypes = [ResourceTypes.WebAcl],
            FixKind = FixKind.Automatic,
            FixDescription = "Switches the metrics and samples on; the metrics keep their names.",
            ManualFix = "Set CloudWatchMetricsEnabled and SampledRequestsEnabled in the VisibilityConfig.",
            Controls = [new("WAF.12", "AWS WAF rules should have CloudWatch metrics enabled")],
            Parameters =
            [
                new(
                    Sampling,
                    ParameterType.Boolean,
                    ParameterValue.Of(true),
                    "Whether requests have to be sampled too; samples hold parts of requests."
                ),
            ],
            Triggers = [.. WafTriggers.RuleGroup, .. WafTriggers.WebAcl],
            FixActions = ["wafv2:UpdateRuleGroup", "wafv2:UpdateWebACL"],
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_VisibilityConfig.html",
                "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
            ],
        };

    protected override CheckResult Evaluate(WafResource state, CheckContext context) =>
        CheckResult.Fail([
            .. Places(state, context)
                .Select(place => new Evidence(place.What, place.Offending)
                {
                    Rule = place.Rule,
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(place.Path),
                }),
        ]);

    protected override DesiredState Desired(WafResource state, CheckContext context) =>
        DesiredState.Of(
            Places(state, context).Aggregate(state, (current, place) => current.With(place.Path, place.Value))
        );

    private static IEnumerable<Place> Places(WafResource state, CheckContext context)
    {
        var whole = Of(state.Path, state.Document, state.Name, rule: null, context);
        return RulesOf(state)
            .Where(rule => !rule.IsShieldMitigation && rule.Json.ValueKind == JsonValueKind.Object)
            .SelectMany(rule => Of(rule.Path, rule.Json, rule.Name, rule.Name, context))
            .Concat(whole);
    }

    private static ImmutableArray<WafRule> RulesOf(WafResource state) =>
        state switch
        {
            WebAcl webAcl => webAcl.Rules,
            WafRuleGroup group => group.Rules,
            _ => [],
        };

    private static IEnumerable<Place> Of(
        DocumentPath owner,
        JsonElement document,
        string name,
        string? rule,
        CheckContext context
    )
    {
        var path = owner.Then(Visibility.Member);
        var what = rule is null ? name : $"rule {name}";
        if (document.Member(Visibility.Member).ValueKind != JsonValueKind.Object)
        {
            yield return new(rule, path, Visibility.Of(name), what, "it has no VisibilityConfig");
            yield break;
        }
        var config = document.Member(Visibility.Member);
        if (config.Member(Visibility.Metrics).ValueKind != JsonValueKind.True)
        {
            yield return new(rule, path.Then(Visibility.Metrics), WafEdit.True, what, "its metrics are off");
        }
        if (context.Settings.Boolean(Sampling) && config.Member(Visibility.Samples).ValueKind != JsonValueKind.True)
        {
            yield return new(rule, path.Then(Visibility.Samples), WafEdit.True, what, "its samples are off");
        }
    }

    private sealed record Place(string? Rule, DocumentPath Path, AwsDocument Value, string What, string Offending);
}
