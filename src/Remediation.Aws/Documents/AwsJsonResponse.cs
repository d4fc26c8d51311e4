using Amazon.Runtime;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>One answer as the SDK's pipeline carries it.</summary>
internal sealed class AwsJsonResponse : AmazonWebServiceResponse
{
    public AwsDocument Document { get; init; } = AwsDocument.Parse("{}");
}
