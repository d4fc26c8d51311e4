namespace Remediation.Core.Traffic;

/// <summary>The two versions of the Internet Protocol, whose address spaces are kept apart.</summary>
public enum IpFamily
{
    IPv4,
    IPv6,
}
