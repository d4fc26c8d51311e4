using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;

namespace Remediation.Core.Resources.NetworkAcls;

/// <summary>Calls in an order that is safe at every step, or the reason why there is no such order.</summary>
public sealed class OrderedCalls
{
    private OrderedCalls(ImmutableArray<ApiCall> calls, string? impossible)
    {
        Calls = calls;
        Impossible = impossible;
    }

    /// <summary>The calls; empty when there is nothing to do, and when it cannot be done.</summary>
    public ImmutableArray<ApiCall> Calls { get; }

    /// <summary>Why there is no safe order, or null.</summary>
    public string? Impossible { get; }

    [MemberNotNullWhen(false, nameof(Impossible))]
    public bool IsPossible => Impossible is null;

    public static OrderedCalls Of(ImmutableArray<ApiCall> calls) => new(calls, null);

    public static OrderedCalls None(string reason) => new([], reason);
}
