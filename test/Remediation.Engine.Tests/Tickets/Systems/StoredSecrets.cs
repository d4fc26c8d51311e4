using System.Text.Json.Nodes;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>SSM and Secrets Manager with one secret under every name.</summary>
internal sealed class StoredSecrets(string secret) : IDocumentSource
{
    public string Region => "us-east-1";

    public string Secret { get; set; } = secret;

    public DocumentAnswer? Refusal { get; set; }

    public List<string> Asked { get; } = [];

    public Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        Asked.Add($"{service}:{operation} {parametersJson}");
        JsonObject answer = service switch
        {
            "ssm" => new()
            {
                ["Parameter"] = new JsonObject { ["Value"] = Secret, ["Type"] = "SecureString" },
            },
            _ => new() { ["SecretString"] = Secret },
        };
        return Task.FromResult(Refusal ?? DocumentAnswer.Of(AwsDocument.Parse(answer.ToJsonString())));
    }
}
