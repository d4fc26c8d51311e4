using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Remediation.Aws.Documents;

/// <summary>Gives the SDK's pipeline the request as the protocol has made it.</summary>
internal sealed class AwsJsonMarshaller(string service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = ((AwsJsonRequest)input).Call;
        var request = new DefaultRequest(input, service) { HttpMethod = call.Method, ResourcePath = call.Path };
        foreach (var (name, value) in call.Headers)
        {
            request.Headers[name] = value;
        }
        foreach (var (label, value) in call.Labels)
        {
            request.AddPathResource(label, value);
        }
        foreach (var (name, value) in call.Query)
        {
            request.Parameters.Add(name, value);
        }
        if (call.Method == "GET")
        {
            request.UseQueryString = true;
        }
        else
        {
            request.Content = call.Body;
        }
        return request;
    }
}
