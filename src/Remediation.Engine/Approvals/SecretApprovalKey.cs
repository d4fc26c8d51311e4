using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tickets.Secrets;

namespace Remediation.Engine.Approvals;

/// <summary>
/// A key in an SSM parameter (SecureString) or a secret of Secrets Manager. It is fetched for each approval, so that one that was changed
/// counts for nothing at once.
/// </summary>
/// <param name="secrets">What reads secrets, in the account and region of the key.</param>
/// <param name="reference">Where the key is kept.</param>
public sealed class SecretApprovalKey(SecretReader secrets, SecretReference reference) : IApprovalKey
{
    public async ValueTask<StoreAnswer<string>> ReadAsync(CancellationToken cancellationToken)
    {
        secrets.Forget(reference);
        var read = await secrets.ReadAsync(reference, cancellationToken);
        secrets.Forget(reference);
        return read.IsAnswered ? StoreAnswer<string>.Of(read.Value.Reveal()) : StoreAnswer<string>.Failed(read.Error);
    }
}
