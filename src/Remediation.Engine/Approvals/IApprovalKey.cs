namespace Remediation.Engine.Approvals;

/// <summary>Where the key is kept by which signed approvals are told from forged ones. It is read for each, and never kept.</summary>
public interface IApprovalKey
{
    /// <summary>The key's text, or why it could not be read.</summary>
    ValueTask<StoreAnswer<string>> ReadAsync(CancellationToken cancellationToken);
}
