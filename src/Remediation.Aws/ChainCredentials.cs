using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Remediation.Aws;

/// <summary>
/// The credentials of the SDK's usual chain, looked for with the first request and not with the making of a client, so that
/// their absence is a failed request with a reason, and within its budget.
/// </summary>
internal sealed class ChainCredentials(IClientConfig config) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() =>
        DefaultAWSCredentialsIdentityResolver.GetCredentials(config).GetCredentials();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config);
        return await credentials.GetCredentialsAsync();
    }
}
