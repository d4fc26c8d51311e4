namespace Remediation.Testing.Web;

/// <summary>What a local server does with one request beside, or instead of, carrying it out.</summary>
public enum Trouble
{
    None,

    /// <summary>503, and nothing is carried out.</summary>
    Outage,

    /// <summary>429 with <c>Retry-After: 600</c>, and nothing is carried out.</summary>
    TooMany,

    /// <summary>302 to another address of the server, and nothing is carried out.</summary>
    Redirect,

    /// <summary>400 with a body that repeats every header of the request, and nothing is carried out.</summary>
    Rejection,

    /// <summary>401, and nothing is carried out.</summary>
    Unauthorized,

    /// <summary>It is carried out, and the connection ends without an answer.</summary>
    LostAnswer,

    /// <summary>Nothing at all, for longer than anybody waits.</summary>
    Silence,
}
