using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>What one rule of a firewall passes, from one block to another; null stands for any address.</summary>
internal readonly record struct PassedFlow(Cidr? From, Cidr? To, ServiceSet Services);
