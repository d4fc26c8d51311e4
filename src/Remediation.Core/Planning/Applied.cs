using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Resources;

namespace Remediation.Core.Planning;

/// <summary>What the pure application of a call to a state gave: the new state, or the error that AWS would answer.</summary>
public sealed class Applied<TState>
    where TState : ResourceState
{
    private Applied(TState? state, CallError? error)
    {
        State = state;
        Error = error;
    }

    public TState? State { get; }

    public CallError? Error { get; }

    [MemberNotNullWhen(true, nameof(State))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => State is not null;

    public static Applied<TState> To(TState state) => new(state, null);

    public static Applied<TState> Refused(string code, string message) => new(null, new(code, message));
}
