using Remediation.Core.Planning;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Lambda;

/// <summary>
/// The copy of the last valid policy for a function that goes on with it where it has to, and leaves the keeping to another. It
/// reads; what it is told to keep is of no concern to it.
/// </summary>
/// <param name="copy">The copy that the other function keeps.</param>
public sealed class ReadOnlyPolicyCopy(IPolicyCopy copy) : IPolicyCopy
{
    public ValueTask<PolicyRead> ReadAsync(CancellationToken cancellationToken) => copy.ReadAsync(cancellationToken);

    public ValueTask<CallError?> KeepAsync(string text, CancellationToken cancellationToken) => new((CallError?)null);
}
