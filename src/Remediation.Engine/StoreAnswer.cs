using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;

namespace Remediation.Engine;

/// <summary>What a store (of baselines, of a ledger) answered, or why it did not.</summary>
public sealed record StoreAnswer<T>
    where T : class
{
    private StoreAnswer() { }

    public T? Value { get; private init; }

    public CallError? Error { get; private init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAnswered => Value is not null;

    public static StoreAnswer<T> Of(T value) => new() { Value = value };

    public static StoreAnswer<T> Failed(CallError error) => new() { Error = error };
}
