namespace Remediation.Core.Resources;

/// <summary>What a change of a control means for what it keeps out.</summary>
public enum ChangeEffect
{
    /// <summary>It keeps out the same.</summary>
    Neutral,

    /// <summary>It keeps out all that it did, and more.</summary>
    Stronger,

    /// <summary>It lets through something that it kept out, or no longer tells of it.</summary>
    Weaker,

    /// <summary>It cannot be told. That is never taken for neutral.</summary>
    Unknown,
}
