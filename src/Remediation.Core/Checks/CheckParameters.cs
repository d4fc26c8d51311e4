namespace Remediation.Core.Checks;

/// <summary>The names of parameters that several checks share, so that they mean the same everywhere.</summary>
public static class CheckParameters
{
    /// <summary>The services that the check watches, or allows; each check says which.</summary>
    public const string Ports = "ports";

    /// <summary>How many public IPv4 addresses are not yet anywhere.</summary>
    public const string MaxPublicAddresses = "maxPublicAddresses";

    /// <summary>How many rules may stand for the rest of one rule.</summary>
    public const string MaxReplacementRules = "maxReplacementRules";

    /// <summary>What happens when the rest would take more: <c>remove</c> the whole rule, or open a <c>ticket</c>.</summary>
    public const string OnTooManyRules = "onTooManyRules";

    public const string Remove = "remove";

    public const string Ticket = "ticket";

    public const long DefaultMaxPublicAddresses = 65_536;
}
