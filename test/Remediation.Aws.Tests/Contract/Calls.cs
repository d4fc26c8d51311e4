using System.Text.Json;
using Remediation.Core.Planning;

namespace Remediation.Aws.Tests.Contract;

/// <summary>Calls from the JSON that the AWS CLI would take.</summary>
internal static class Calls
{
    public static ApiCall Ec2(string operation, string parameters) => Of("ec2", operation, parameters);

    public static ApiCall Of(string service, string operation, string parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        return ApiCall.Create(
            service,
            operation,
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    property.WriteTo(writer);
                }
            }
        );
    }
}
