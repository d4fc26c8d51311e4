namespace Remediation.Core.Resources;

/// <summary>
/// A fact about a neighbour: known, known to be absent, or unknown with the reason. Unknown is never treated as absent.
/// </summary>
public readonly record struct Fact<T>
    where T : class
{
    private Fact(T? value, string? unknown)
    {
        Value = value;
        UnknownReason = unknown;
    }

    /// <summary>The fact when it is known, else null.</summary>
    public T? Value { get; }

    /// <summary>Why it is unknown, or null.</summary>
    public string? UnknownReason { get; }

    /// <summary>Whether it is known that there is no such thing.</summary>
    public bool IsAbsent => Value is null && UnknownReason is null;

    public static Fact<T> Known(T value) => new(value, null);

    public static Fact<T> Absent { get; }

    public static Fact<T> Unknown(string reason) => new(null, reason);
}
