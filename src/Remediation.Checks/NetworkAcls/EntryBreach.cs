using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Checks.NetworkAcls;

/// <summary>What one entry lets through that the flows of the subnets do not allow.</summary>
/// <param name="Excess">All of that, addresses that reach no subnet included.</param>
/// <param name="Exempted">What would not be allowed, had the policy not exempted it.</param>
/// <param name="Doubtful">What may be allowed, with a tier whose addresses are not known.</param>
internal sealed record EntryBreach(NetworkAclEntry Entry, TrafficSet Excess, TrafficSet Exempted, TrafficSet Doubtful);
