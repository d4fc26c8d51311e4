namespace Remediation.Core.Planning;

/// <summary>
/// Between what traffic a valid plan has to end. The two are equal but where the policy lets a whole rule go whose rest would
/// take too many rules.
/// </summary>
public sealed record TrafficBounds(AllowedTraffic Least, AllowedTraffic Most);
