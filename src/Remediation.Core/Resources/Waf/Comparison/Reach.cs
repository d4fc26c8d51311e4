namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>How the requests that a changed statement matches compare with those that it matched before.</summary>
internal enum Reach
{
    /// <summary>Some of those that it matched, and no others.</summary>
    Narrower,

    /// <summary>All that it matched, and others.</summary>
    Wider,

    /// <summary>Others; not all of those that it matched.</summary>
    Other,

    /// <summary>It cannot be told.</summary>
    Unknown,
}
