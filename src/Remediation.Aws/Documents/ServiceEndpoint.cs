using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Remediation.Aws.Documents;

/// <summary>The step of the SDK's pipeline that says where a request goes and for which region it is signed.</summary>
internal sealed class ServiceEndpoint(AwsJsonConfig config) : BaseEndpointResolver
{
    public override void ProcessRequestHandlers(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext.Request;
        request.Endpoint = new(GetEndpoint(executionContext).URL);
        request.AuthenticationRegion = config.AuthenticationRegion;
    }

    public override Endpoint GetEndpoint(IExecutionContext executionContext) =>
        config.EndpointIn(config.RegionEndpoint);
}
