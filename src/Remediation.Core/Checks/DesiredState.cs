using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Resources;

namespace Remediation.Core.Checks;

/// <summary>The least changed state in which a check passes, or why there is none that is safe to make.</summary>
public sealed record DesiredState
{
    private DesiredState() { }

    public ResourceState? State { get; private init; }

    public string? Reason { get; private init; }

    [MemberNotNullWhen(true, nameof(State))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool Exists => State is not null;

    public static DesiredState Of(ResourceState state) => new() { State = state };

    /// <summary>No automatic fix; the reason goes into the ticket.</summary>
    public static DesiredState None(string reason) => new() { Reason = reason };
}
