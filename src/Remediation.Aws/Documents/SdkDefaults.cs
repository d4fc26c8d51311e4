using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Remediation.Aws.Documents;

/// <summary>The same defaults whatever the environment wishes: what matters of them, every client is given anyway.</summary>
internal sealed class SdkDefaults : IDefaultConfigurationProvider
{
    public IDefaultConfiguration GetDefaultConfiguration(
        RegionEndpoint clientRegion,
        DefaultConfigurationMode? requestedConfigurationMode = null
    ) => new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };
}
