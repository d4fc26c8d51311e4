namespace Remediation.Core.Traffic;

/// <summary>Which way traffic goes, seen from the resource: ingress comes in, egress goes out.</summary>
public enum Direction
{
    Ingress,
    Egress,
}
