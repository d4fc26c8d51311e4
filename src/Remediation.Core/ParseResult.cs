using System.Diagnostics.CodeAnalysis;

namespace Remediation.Core;

/// <summary>
/// What reading untrusted input gave: a value, or the reason why there is none.
/// It is not for bugs, which throw. The reason is written for the person who sent the input.
/// </summary>
public readonly struct ParseResult<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly string? _error;

    private ParseResult(T? value, string? error)
    {
        _value = value;
        _error = error;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => _error is null && _value is not null;

    /// <summary>The value; asking for it after a failure is a bug.</summary>
    public T Value => IsSuccess ? _value! : throw new InvalidOperationException(_error ?? "no value was parsed");

    /// <summary>Why there is no value, or null.</summary>
    public string? Error => IsSuccess ? null : _error ?? "no value was parsed";

    public static ParseResult<T> Success(T value) => new(value, null);

    public static ParseResult<T> Failure(string error) => new(default, error);

    /// <summary>Gives the value when there is one, and the reason when there is none.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out string error)
    {
        value = _value;
        error = Error;
        return IsSuccess;
    }
}
