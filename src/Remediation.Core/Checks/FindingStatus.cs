namespace Remediation.Core.Checks;

/// <summary>What a finding says of its check.</summary>
public enum FindingStatus
{
    /// <summary>It fails.</summary>
    Fail,

    /// <summary>It cannot tell, which is not compliant either.</summary>
    Unknown,

    /// <summary>It would fail, but the policy exempts exactly this for a time.</summary>
    Exempted,
}
