using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>
/// A client for one service in one region over the SDK's own pipeline (credentials, signature, retries, limits in time) that
/// carries AWS's documents whole: unlike a typed client it drops nothing that it does not know.
/// </summary>
internal sealed class AwsJsonClient : AmazonServiceClient
{
    private readonly AwsService _service;

    public AwsJsonClient(AwsService service, AWSCredentials credentials, AwsJsonConfig config)
        : base(credentials, config) => _service = service;

    /// <summary>Sends it; what AWS refuses throws <see cref="AmazonServiceException"/> with AWS's code and message.</summary>
    public async Task<AwsDocument> SendAsync(string operation, HttpCall call, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new AwsJsonMarshaller(_service.Name),
            ResponseUnmarshaller = new AwsJsonUnmarshaller(_service.Protocol, operation),
        };
        var response = await InvokeAsync<AwsJsonResponse>(
            new AwsJsonRequest(operation, call),
            options,
            cancellationToken
        );
        return response.Document;
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ServiceEndpoint((AwsJsonConfig)Config));
        pipeline.AddHandlerAfter<Marshaller>(new SignatureV4());
    }
}
