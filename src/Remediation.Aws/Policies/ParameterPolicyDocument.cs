using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Engine;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Aws.Policies;

/// <summary>
/// A policy document in a Systems Manager parameter, which has room for 4 KB, or 8 KB of the advanced tier. A parameter always comes
/// whole; its version tells whether it is another one.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html.
/// </summary>
public sealed class ParameterPolicyDocument(IDocumentSource aws, PolicyAddress address) : IPolicyDocument
{
    /// <summary>The IAM actions that reading it needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["ssm:GetParameter"];

    public string Uri => address.Uri;

    public async ValueTask<PolicyRead> ReadAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["Name"] = address.Name, ["WithDecryption"] = true }.ToJsonString();
        var answer = await aws.CallAsync("ssm", "GetParameter", request, cancellationToken);
        if (!answer.IsAnswered)
        {
            return PolicyRead.Failed(answer.Error, answer.IsRetryable);
        }
        if (
            !answer.Document.Root.TryGetProperty("Parameter", out var parameter)
            || !parameter.TryGetProperty("Value", out var value)
            || value.ValueKind != JsonValueKind.String
        )
        {
            return PolicyRead.Failed(new("MalformedResponse", $"{address.Name} has no value"), isRetryable: true);
        }
        var version = VersionOf(parameter);
        return version.Length > 0 && version == knownVersion
            ? PolicyRead.Unchanged(version)
            : PolicyRead.Of(value.GetString()!, version);
    }

    private static string VersionOf(JsonElement parameter) =>
        parameter.TryGetProperty("Version", out var version) && version.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : "";
}
