using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Remediation.Aws.Documents;

/// <summary>Reads whole what the SDK's pipeline receives, whatever the protocol, and what a failed request says.</summary>
internal sealed class AwsJsonUnmarshaller(AwsProtocol protocol, string operation) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
        new AwsJsonResponse
        {
            Document = protocol.ToDocument(operation, new(Body(input), name => Header(input, name))),
        };

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        var error = protocol.ToError(Body(input));
        var code = Bare(Header(input, "x-amzn-ErrorType") is { Length: > 0 } named ? named : error.Code);
        var message =
            error.Message.Length > 0 ? error.Message
            : code.Length > 0 ? "AWS gave no message"
            : $"the answer has status {(int)statusCode} and says nothing of an error";
        return new AmazonServiceException(
            message,
            innerException,
            (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender,
            code,
            Header(input, "x-amzn-RequestId"),
            statusCode
        );
    }

    // As com.amazonaws.waf.v2#WAFNonexistentItemException, or as WAFNonexistentItemException:http://internal.amazon.com/...
    private static string Bare(string code) => code[(code.LastIndexOf('#') + 1)..].Split(':')[0];

    private static string Header(JsonUnmarshallerContext context, string name) =>
        context.ResponseData.GetHeaderValue(name) ?? "";

    private static byte[] Body(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.ToArray();
    }
}
