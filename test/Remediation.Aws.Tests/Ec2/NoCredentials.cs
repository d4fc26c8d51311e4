using Amazon.Runtime;

namespace Remediation.Aws.Tests.Ec2;

/// <summary>What the SDK's chain does where it finds no credentials.</summary>
internal sealed class NoCredentials : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() =>
        throw new AmazonClientException("there are no credentials");
}
