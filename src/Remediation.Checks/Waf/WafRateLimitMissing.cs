using System.Globalization;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-rate-limit-missing: nothing slows down a client that sends without end.</summary>
public sealed class WafRateLimitMissing : Check<WebAcl>
{
    private const string MaximumLimit = "maximumLimit";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-rate-limit-missing",
            Title = "A web ACL has no rate limit that keeps a flood of requests out.",
            Rationale =
                "Guessing passwords, scraping and floods are single requests that each look fine. Only their number tells, and only "
                + "a rate-based rule counts.",
            DoesNotCheck =
                "What the rate is counted by, and which requests it is scoped down to: a limit for the sign-in page alone counts as "
                + "one. The evidence says so where a limit that is not enough is scoped down.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts the rate-based rule of the last compliant state back: its limit, its time window and its action, or all of it "
                + "where it is gone. Where there is none, a ticket says so: how many requests are too many, only its owner knows.",
            ManualFix =
                "Add a rule with a RateBasedStatement, the action Block and a limit a little above what a busy visitor sends.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    MaximumLimit,
                    ParameterType.Integer,
                    ParameterValue.Of(2000),
                    "The highest limit that is still one, in requests of five minutes; limits of other time windows are converted."
                )
                {
                    Minimum = 10,
                },
            ],
            Triggers = [.. WafTriggers.WebAcl, .. WafTriggers.RuleGroup],
            Surroundings = SurroundingKinds.Baseline | SurroundingKinds.Neighbours,
            FixActions = WafTriggers.WebAclFix,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var maximum = context.Settings.Integer(MaximumLimit);
        var own = state.Rules.SelectMany(RateLimit.Of).ToList();
        var inGroups = GroupLimits(state, context, out var unread);
        if (own.Concat(inGroups).Any(limit => limit.Fault(maximum) is null))
        {
            return CheckResult.Pass;
        }
        if (!state.AreRulesTold)
        {
            // What cannot be read of the state is told beside whatever a check says.
            return CheckResult.Pass;
        }
        if (unread is not null)
        {
            return CheckResult.Unknown($"whether {unread} has a rate limit is not known");
        }
        if (FirewallManagerGroups.HasForeign(state))
        {
            return CheckResult.Unknown("whether a rule group of Firewall Manager has a rate limit is not known");
        }
        var places = Places(state, context);
        var withdrawal = places.Count == 0 ? null : new DocumentChange([.. places]);
        var insufficient = own.Concat(inGroups)
            .Select(limit => new Evidence(limit.ToString(), limit.Fault(maximum)!)
            {
                Rule = limit.Rule.Name,
                Severity = Metadata.Severity,
                Withdrawal = withdrawal,
            })
            .ToList();
        return insufficient.Count > 0
            ? CheckResult.Fail([.. insufficient])
            : CheckResult.Fail(
                new Evidence($"{state.Rules.Length} rules", "none of them limits the rate of requests")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = withdrawal,
                }
            );
    }

    protected override DesiredState Desired(WebAcl state, CheckContext context)
    {
        if (Kept(context) is not { } was)
        {
            return context.Missing("the rate limit that it had", "add a rate-based rule that blocks");
        }
        if (RulePlacement.Obstacle(was, context) is { } obstacle)
        {
            return DesiredState.None(obstacle);
        }
        return Present(state, was) is null
            ? DesiredState.Of(state.WithRule(RulePlacement.Restored(state, was)))
            : DesiredState.Of(DocumentRestoration.Restored(state, context.Baseline<WebAcl>()!, Places(state, context)));
    }

    // The rule of the baseline that limits enough under the policy as it is now.
    private static WafRule? Kept(CheckContext context) =>
        context
            .Baseline<WebAcl>()
            ?.Rules.FirstOrDefault(rule =>
                RateLimit.Of(rule).Any(limit => limit.Fault(context.Settings.Integer(MaximumLimit)) is null)
            );

    private static WafRule? Present(WebAcl state, WafRule was) =>
        state.Rules.FirstOrDefault(rule =>
            rule.Name == was.Name && rule.Statement.Type == WafStatement.RateBased && rule.Action is not null
        );

    private static List<DocumentPath> Places(WebAcl state, CheckContext context)
    {
        if (Kept(context) is not { } was)
        {
            return [];
        }
        return Present(state, was) is { } rule
            ?
            [
                rule.Path.Then("Action"),
                rule.Statement.Path.Then("Limit"),
                rule.Statement.Path.Then("EvaluationWindowSec"),
            ]
            : [was.Path];
    }

    private static List<RateLimit> GroupLimits(WebAcl state, CheckContext context, out string? unread)
    {
        var limits = new List<RateLimit>();
        unread = null;
        foreach (var rule in state.Rules.Where(rule => !rule.IsShieldMitigation))
        {
            if (WafGroup.Of(rule.Statement) is not { Arn: { } arn })
            {
                continue;
            }
            if (context.Surroundings.Neighbour(arn).Value is WafRuleGroup group)
            {
                limits.AddRange(group.Rules.SelectMany(RateLimit.Of).Select(limit => limit.Within(rule)));
            }
            else
            {
                unread ??= string.Create(CultureInfo.InvariantCulture, $"rule group {arn}");
            }
        }
        return limits;
    }
}
