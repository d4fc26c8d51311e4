namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>The four lists of an IpPermission, each with its own sort of peer.</summary>
internal enum PeerKind
{
    IPv4,
    IPv6,
    PrefixList,
    Group,
}
