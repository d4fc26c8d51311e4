using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;

namespace Remediation.Engine.Baselines;

/// <summary>What a store answered, or why it did not.</summary>
public sealed record BaselineAnswer<T>
    where T : class
{
    private BaselineAnswer() { }

    public T? Value { get; private init; }

    public CallError? Error { get; private init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAnswered => Value is not null;

    public static BaselineAnswer<T> Of(T value) => new() { Value = value };

    public static BaselineAnswer<T> Failed(CallError error) => new() { Error = error };
}
