namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// An operator of a condition, taken apart: <c>ForAnyValue:StringNotLikeIfExists</c>.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
/// </summary>
/// <param name="Quantifier"><c>ForAnyValue</c>, <c>ForAllValues</c> or empty.</param>
/// <param name="Base">The operator without the negation, such as <c>StringLike</c>.</param>
/// <param name="IsNegated">Whether it holds where the values do not match.</param>
/// <param name="IsIfExists">Whether it holds where the request has no such key.</param>
public sealed record ConditionOperator(string Quantifier, string Base, bool IsNegated, bool IsIfExists)
{
    private const string IfExists = "IfExists";
    private const string Not = "Not";

    public bool IsPattern => Base is "StringLike" or "ArnLike" or "ArnEquals";

    /// <summary>Whether it holds when any one of its values does, so that more values let more through.</summary>
    public bool IsMembership => IsPattern || Base is "StringEquals" or "StringEqualsIgnoreCase" or "IpAddress";

    public static ConditionOperator Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var quantifier = colon < 0 ? "" : text[..colon];
        var name = text[(colon + 1)..];
        var isIfExists = name.EndsWith(IfExists, StringComparison.Ordinal);
        name = isIfExists ? name[..^IfExists.Length] : name;
        var at = name.IndexOf(Not, StringComparison.Ordinal);
        return at < 0
            ? new(quantifier, name, false, isIfExists)
            : new(quantifier, name.Remove(at, Not.Length), true, isIfExists);
    }
}
