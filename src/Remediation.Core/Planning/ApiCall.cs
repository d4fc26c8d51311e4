using System.Buffers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Planning;

/// <summary>
/// One AWS mutation as data: it says all that is sent, and is executed by the applier alone. Parameters are a JSON object in
/// the shape of the AWS API reference (PascalCase, as <c>aws ... --cli-input-json</c> takes them), in a fixed order, so that
/// two calls are equal exactly when they would send the same.
/// </summary>
public sealed class ApiCall : IEquatable<ApiCall>
{
    private ApiCall(string service, string operation, string parametersJson)
    {
        Service = service;
        Operation = operation;
        ParametersJson = parametersJson;
        using var document = JsonDocument.Parse(parametersJson);
        Parameters = document.RootElement.Clone();
    }

    /// <summary>The service as IAM and the AWS CLI name it, such as <c>ec2</c>.</summary>
    public string Service { get; }

    /// <summary>The API operation, such as <c>RevokeSecurityGroupIngress</c>.</summary>
    public string Operation { get; }

    /// <summary>The parameters, a JSON object.</summary>
    public JsonElement Parameters { get; }

    /// <summary>The same, as compact JSON text.</summary>
    public string ParametersJson { get; }

    /// <summary>The IAM action that the call needs.</summary>
    public string IamAction => $"{Service}:{Operation}";

    /// <summary>For people: whether it adds, removes or changes. The applier does not look at it.</summary>
    public ApiCallEffect Effect { get; private init; }

    /// <summary>For people: what it does, such as <c>revoke sgr-0f12 tcp/22 from 0.0.0.0/0</c>. Never executed.</summary>
    public string Summary { get; private init; } = "";

    /// <summary>The resource that it is for, set by the applier; not a part of what is sent.</summary>
    public ResourceId? Resource { get; private init; }

    /// <summary>The same call, said to be for a resource.</summary>
    public ApiCall For(ResourceId resource) =>
        new(Service, Operation, ParametersJson)
        {
            Effect = Effect,
            Summary = Summary,
            Resource = resource,
        };

    public static ApiCall Create(
        string service,
        string operation,
        ApiCallEffect effect,
        string summary,
        Action<Utf8JsonWriter> writeParameters
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        // What AWS gave goes back as AWS wrote it, and a pattern for < stays one that a person can read.
        using (var writer = new Utf8JsonWriter(buffer, AwsDocument.Layout))
        {
            writer.WriteStartObject();
            writeParameters(writer);
            writer.WriteEndObject();
        }
        return new(service, operation, Encoding.UTF8.GetString(buffer.WrittenSpan))
        {
            Effect = effect,
            Summary = summary,
        };
    }

    public bool Equals(ApiCall? other) =>
        other is not null
        && Service == other.Service
        && Operation == other.Operation
        && ParametersJson == other.ParametersJson;

    public override bool Equals(object? obj) => Equals(obj as ApiCall);

    public override int GetHashCode() => HashCode.Combine(Service, Operation, ParametersJson);

    public override string ToString() => $"{Service} {Operation} {ParametersJson}";
}
