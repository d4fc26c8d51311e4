namespace Remediation.Core.Resources;

/// <summary>
/// A fact about a neighbour: known, known to be absent, or unknown with the reason. Unknown is never treated as absent.
/// </summary>
public readonly record struct Fact<T>
    where T : class
{
    private Fact(T? value, string? unknown, bool mayBeKnownLater = false)
    {
        Value = value;
        UnknownReason = unknown;
        MayBeKnownLater = mayBeKnownLater;
    }

    /// <summary>The fact when it is known, else null.</summary>
    public T? Value { get; }

    /// <summary>Why it is unknown, or null.</summary>
    public string? UnknownReason { get; }

    /// <summary>Whether it is unknown for a passing reason, such as throttling, so that asking again later may tell.</summary>
    public bool MayBeKnownLater { get; }

    /// <summary>Whether it is known that there is no such thing.</summary>
    public bool IsAbsent => Value is null && UnknownReason is null;

    public static Fact<T> Known(T value) => new(value, null);

    public static Fact<T> Absent { get; }

    public static Fact<T> Unknown(string reason, bool mayBeKnownLater = false) => new(null, reason, mayBeKnownLater);
}
