using Remediation.Core.Planning;

namespace Remediation.Engine.PolicyDocuments;

/// <summary>
/// Where the last valid policy document is kept, so that a process that starts while the present one is not valid finds it. It holds
/// one document; it is no history.
/// </summary>
public interface IPolicyCopy
{
    /// <summary>The copy, or why it cannot be had; there may be none yet.</summary>
    ValueTask<PolicyRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a document in the place of the one before; null, or why it was not kept.</summary>
    ValueTask<CallError?> KeepAsync(string text, CancellationToken cancellationToken);
}
