using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;

namespace Remediation.Engine.Approvals;

/// <summary>
/// A key in an SSM parameter of type SecureString.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html.
/// </summary>
/// <param name="aws">The account and region of the parameter.</param>
/// <param name="name">The parameter's name.</param>
public sealed class ParameterApprovalKey(IDocumentSource aws, string name) : IApprovalKey
{
    /// <summary>The IAM action that it needs.</summary>
    public const string Action = "ssm:GetParameter";

    public async ValueTask<StoreAnswer<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["Name"] = name, ["WithDecryption"] = true }.ToJsonString();
        var answer = await aws.CallAsync("ssm", "GetParameter", request, cancellationToken);
        if (!answer.IsAnswered)
        {
            return StoreAnswer<string>.Failed(answer.Error);
        }
        return
            answer.Document.Root.TryGetProperty("Parameter", out var parameter)
            && parameter.ValueKind == JsonValueKind.Object
            && parameter.TryGetProperty("Value", out var value)
            && value.ValueKind == JsonValueKind.String
            ? StoreAnswer<string>.Of(value.GetString()!)
            : StoreAnswer<string>.Failed(new CallError("NoValue", $"the parameter {name} has no value"));
    }
}
