namespace Remediation.Core.Resources.Waf;

/// <summary>AWS WAF's error codes. https://docs.aws.amazon.com/waf/latest/APIReference/CommonErrors.html.</summary>
internal static class WafCodes
{
    public const string OptimisticLock = "WAFOptimisticLockException";
    public const string NonexistentItem = "WAFNonexistentItemException";
    public const string InvalidParameter = "WAFInvalidParameterException";
}
