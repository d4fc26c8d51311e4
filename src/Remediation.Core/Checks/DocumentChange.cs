using System.Collections.Immutable;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Checks;

/// <summary>
/// That a fix changes a document at these places, each led by the part's operation, and nowhere else. A plan that touches
/// anything beside what the evidence names is never applied.
/// </summary>
public sealed record DocumentChange(ImmutableArray<DocumentPath> Paths) : Withdrawal
{
    public static DocumentChange At(params ReadOnlySpan<DocumentPath> paths) => new([.. paths]);

    public bool Equals(DocumentChange? other) => other is not null && Paths.SequenceEqual(other.Paths);

    public override int GetHashCode() => Paths.Aggregate(0, HashCode.Combine);
}
