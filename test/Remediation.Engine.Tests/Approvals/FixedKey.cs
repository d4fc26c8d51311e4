using Remediation.Engine.Approvals;

namespace Remediation.Engine.Tests.Approvals;

/// <summary>A key, or the want of one.</summary>
internal sealed class FixedKey(string? key) : IApprovalKey
{
    public ValueTask<StoreAnswer<string>> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            key is null
                ? StoreAnswer<string>.Failed(new("ThrottlingException", "slow down"))
                : StoreAnswer<string>.Of(key)
        );
}
