using System.Diagnostics.CodeAnalysis;

namespace Remediation.Engine.Leases;

/// <summary>A lease, or why there is none for now. It is always worth trying again later.</summary>
public sealed record LeaseAnswer
{
    private LeaseAnswer() { }

    public Lease? Lease { get; private init; }

    public string? Refusal { get; private init; }

    [MemberNotNullWhen(true, nameof(Lease))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsGranted => Lease is not null;

    public static LeaseAnswer Granted(Lease lease) => new() { Lease = lease };

    public static LeaseAnswer Refused(string why) => new() { Refusal = why };
}
