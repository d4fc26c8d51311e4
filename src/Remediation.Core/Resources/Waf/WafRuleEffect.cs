namespace Remediation.Core.Resources.Waf;

/// <summary>What a rule comes to for the requests that it matches.</summary>
public enum WafRuleEffect
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>It keeps them out, or asks them for proof: Block, Captcha, Challenge, or the actions of a rule group.</summary>
    Keeps,

    /// <summary>It lets them through, past all rules after it.</summary>
    Allows,

    /// <summary>It only counts them: Count, or a rule group that is overridden to Count.</summary>
    Counts,
}
