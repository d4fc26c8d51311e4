namespace Remediation.Core.Traffic;

/// <summary>What one allow rule by address can express: a service from (or to) one CIDR block.</summary>
public readonly record struct TrafficRule(Service Service, Cidr Cidr)
{
    public override string ToString() => $"{Service} from {Cidr}";
}
