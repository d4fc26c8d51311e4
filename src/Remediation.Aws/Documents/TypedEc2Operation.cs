using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.Runtime;
using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Documents;

/// <summary>One operation of EC2 by the SDK's method and classes for it.</summary>
internal sealed class TypedEc2Operation<TRequest, TResponse>(
    string name,
    JsonSerializerOptions requestForm,
    JsonSerializerOptions responseForm,
    Func<IAmazonEC2, TRequest, CancellationToken, Task<TResponse>> send
) : Ec2Operation(name)
    where TRequest : AmazonEC2Request
    where TResponse : AmazonWebServiceResponse
{
    public override Func<IAmazonEC2, CancellationToken, Task<AwsDocument>> Bind(string parametersJson)
    {
        var parameters = JsonSerializer.Deserialize(parametersJson, InfoOf<TRequest>(requestForm))!;
        return async (ec2, ct) =>
            AwsDocument.Of(
                JsonSerializer.SerializeToElement(await send(ec2, parameters, ct), InfoOf<TResponse>(responseForm))
            );
    }

    private static JsonTypeInfo<T> InfoOf<T>(JsonSerializerOptions form) =>
        (JsonTypeInfo<T>)form.GetTypeInfo(typeof(T));
}
