using System.Text.Json.Nodes;
using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Aws.Documents;

namespace Remediation.Testing.Emulator;

/// <summary>Another account of the emulator, which has nothing until something is made in it.</summary>
public static class MemberAccount
{
    public const string Id = "222233334444";

    /// <summary>Clients that work in it, however the engine gets there.</summary>
    public static async Task<AwsClients> OpenAsync(AwsEmulator emulator, string account = Id)
    {
        var settings = AwsClientSettings.FromVariables(name => emulator.Variables.GetValueOrDefault(name));
        var home = AwsClients.Create(settings with { Credentials = new BasicAWSCredentials("test", "test") }).Value;
        var request = new JsonObject
        {
            ["RoleArn"] = $"arn:aws:iam::{account}:role/setup",
            ["RoleSessionName"] = "setup",
        };
        var answer = await new AwsDocumentSource(home).CallAsync(
            "sts",
            "AssumeRole",
            request.ToJsonString(),
            CancellationToken.None
        );
        var credentials = answer.Document!.Root.GetProperty("Credentials");
        string Text(string name) => credentials.GetProperty(name).GetString()!;
        return home.In(
            AwsEmulator.Region,
            new SessionAWSCredentials(Text("AccessKeyId"), Text("SecretAccessKey"), Text("SessionToken"))
        );
    }
}
