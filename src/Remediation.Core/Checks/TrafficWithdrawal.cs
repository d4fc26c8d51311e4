using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>That a resource as a whole stops letting through some traffic in one direction, whatever entry allows it now.</summary>
public sealed record TrafficWithdrawal(Direction Direction, TrafficSet Traffic) : Withdrawal;
