namespace Remediation.Core.Resources.Waf;

/// <summary>
/// What a rule does with a request that it matches, the weakest first. Allow is weaker than Count since nothing after it looks at
/// the request any more. https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleAction.html.
/// </summary>
public enum WafActionKind
{
    /// <summary>An action that this version does not know, or none.</summary>
    Unknown,
    Allow,
    Count,
    Challenge,
    Captcha,
    Block,
}
