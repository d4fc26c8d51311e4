using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>One rule before and after, which may have another name now.</summary>
internal sealed record RulePair(WafRule Before, WafRule After)
{
    public bool IsRenamed => Before.Name != After.Name;

    /// <summary>A change of a member of the rule.</summary>
    public StateChange Change(ChangeEffect effect, string text, string member) =>
        ChangeAt(effect, text, After.Path.Then(member));

    /// <summary>A change at places of the rule; one that has another name now can only be put back as a whole.</summary>
    public StateChange ChangeAt(ChangeEffect effect, string text, params ImmutableArray<DocumentPath> places) =>
        new(effect, text) { Rule = After.Name, Paths = IsRenamed ? [Before.Path, After.Path] : places };

    /// <summary>What a change of the statement means, given what the rule does with what it matches.</summary>
    public ChangeEffect EffectOf(Reach reach)
    {
        if (reach == Reach.Unknown || Before.Effect == WafRuleEffect.Unknown || After.Effect == WafRuleEffect.Unknown)
        {
            return ChangeEffect.Unknown;
        }
        var allows = Before.Effect == WafRuleEffect.Allows;
        if (allows != (After.Effect == WafRuleEffect.Allows))
        {
            // What the Allow was given to match goes with it: with the action alone put back, other requests would be kept out.
            return allows ? ChangeEffect.Unknown : ChangeEffect.Weaker;
        }
        return reach switch
        {
            Reach.Narrower => allows ? ChangeEffect.Stronger : ChangeEffect.Weaker,
            Reach.Wider => allows ? ChangeEffect.Weaker : ChangeEffect.Stronger,
            _ => ChangeEffect.Weaker,
        };
    }
}
