namespace Remediation.Core.Policies;

/// <summary>How offending traffic is taken away.</summary>
public enum Fix
{
    /// <summary>The offending ports go from the rule altogether.</summary>
    Remove,

    /// <summary>The offending ports stay for the trusted sources that the rule covered, and only for those.</summary>
    Narrow,
}
