namespace Remediation.Lambda.Hosting;

/// <summary>What the Runtime API made of a report. It says nothing of how the invocation went.</summary>
public enum RuntimeApiAnswer
{
    /// <summary>Taken (202).</summary>
    Accepted,

    /// <summary>Larger than Lambda takes (413): nothing was returned to the caller yet.</summary>
    TooLarge,

    /// <summary>Not wanted (any other 4xx, such as an invocation that is over): only this report is lost.</summary>
    Refused,

    /// <summary>The API failed (5xx) or could not be reached: the environment is beyond recovery.</summary>
    Unavailable,
}
