using System.Globalization;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>A rate-based rule: how many requests of one client within a time window are let through.</summary>
internal sealed record RateLimit
{
    private const int FiveMinutes = 300;

    private RateLimit() { }

    public required WafRule Rule { get; init; }

    /// <summary>The limit; null where it is no number.</summary>
    public required long? Limit { get; init; }

    /// <summary>The time window in seconds.</summary>
    public required long Window { get; init; }

    private bool IsScopedDown { get; init; }

    private WafRule? Group { get; init; }

    /// <summary>The limit of a rule, none where it is not rate-based.</summary>
    public static IEnumerable<RateLimit> Of(WafRule rule) =>
        rule.Statement.Type != WafStatement.RateBased
            ? []
            :
            [
                new RateLimit
                {
                    Rule = rule,
                    Limit = rule.Statement.Body.Integer("Limit"),
                    Window = rule.Statement.Body.Integer("EvaluationWindowSec") is { } window and > 0
                        ? window
                        : FiveMinutes,
                    IsScopedDown = rule.Statement.ScopedDownTo is not null,
                },
            ];

    /// <summary>The same, within a rule group that a rule of the web ACL uses.</summary>
    public RateLimit Within(WafRule group) => this with { Group = group };

    /// <summary>Why it does not keep a flood out, or null where it does.</summary>
    /// <param name="maximum">The highest limit that is still one, for five minutes.</param>
    public string? Fault(long maximum)
    {
        if (Rule.Effect == WafRuleEffect.Counts || Group?.Effect == WafRuleEffect.Counts || IsOverridden)
        {
            return "it only counts";
        }
        if (Rule.Effect != WafRuleEffect.Keeps || (Group is not null && Group.Effect != WafRuleEffect.Keeps))
        {
            return "it keeps nothing out";
        }
        // Compared as products, so that nothing is lost in rounding.
        return Limit is not { } limit ? "its limit is no number"
            : (Int128)limit * FiveMinutes <= (Int128)maximum * Window ? null
            : string.Create(CultureInfo.InvariantCulture, $"it is above {maximum} in five minutes");
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"at most {Limit} requests in {Window} s{(IsScopedDown ? ", scoped down" : "")}{(Group is null ? "" : $", in rule group {Group.Name}")}"
        );

    private bool IsOverridden =>
        Group is not null
        && WafGroup.Of(Group.Statement) is { } group
        && group.Overrides.Any(item =>
            item.Rule == Rule.Name && item.Action is WafActionKind.Count or WafActionKind.Allow or WafActionKind.Unknown
        );
}
