namespace Remediation.Core.Traffic;

/// <summary>How far a set of addresses reaches into the internet that the policy does not trust.</summary>
public enum Exposure
{
    /// <summary>No address of the untrusted internet.</summary>
    None,

    /// <summary>Some, but no more than the check's limit.</summary>
    Untrusted,

    /// <summary>So many that it is as good as the whole internet.</summary>
    Anywhere,
}
