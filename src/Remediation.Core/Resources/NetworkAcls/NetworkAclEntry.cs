using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>
/// One numbered entry of a network ACL. Entries of a direction are tried in the order of their numbers and the first that
/// matches decides; a packet that none matches is denied. Source: EC2 NetworkAclEntry.
/// </summary>
/// <param name="Direction">Ingress or egress; the numbers of the two are apart.</param>
/// <param name="RuleNumber">1 to 32766; 32767 is AWS's own last entry, which cannot be changed.</param>
public sealed record NetworkAclEntry(
    Direction Direction,
    int RuleNumber,
    NetworkAclAction Action,
    Service Service,
    Cidr Cidr
)
{
    /// <summary>The number of AWS's own last deny.</summary>
    public const int DefaultRuleNumber = 32767;

    /// <summary>The number of AWS's own last deny for IPv6, where the VPC has IPv6 blocks.</summary>
    public const int LastRuleNumber = 32768;

    /// <summary>Whether it is AWS's own last entry of either family, shown as <c>*</c> in the console.</summary>
    public bool IsDefault => RuleNumber >= DefaultRuleNumber;

    /// <summary>The traffic that the entry matches.</summary>
    public TrafficSet Traffic => TrafficSet.Of(Service, AddressSet.Of(Cidr));

    /// <summary>As people read it: <c>100 allow tcp/22 from 0.0.0.0/0</c>.</summary>
    public override string ToString() =>
        $"{RuleNumber} {(Action == NetworkAclAction.Allow ? "allow" : "deny")} {Service} "
        + $"{(Direction == Direction.Ingress ? "from" : "to")} {Cidr}";
}
