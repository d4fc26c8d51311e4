using Amazon.Runtime;

namespace Remediation.Aws.Documents;

/// <summary>One request as the SDK's pipeline carries it.</summary>
internal sealed class AwsJsonRequest(string operation, HttpCall call) : AmazonWebServiceRequest
{
    public string Operation { get; } = operation;

    public HttpCall Call { get; } = call;
}
