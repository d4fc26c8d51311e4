using System.Text.Json;
using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Testing.Emulator;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>What template.yaml deploys, in the emulator, with the permissions of its policies enforced.</summary>
internal sealed class DeployedStack : IAsyncDisposable
{
    private readonly AwsEmulator _emulator;
    private readonly JsonElement _description;
    private readonly SignedRequests _operator;

    private DeployedStack(AwsEmulator emulator, JsonElement description)
    {
        _emulator = emulator;
        _description = description;
        var key = description.GetProperty("operator");
        var (id, secret) = (Text(key, "accessKeyId"), Text(key, "secretAccessKey"));
        _operator = new(emulator.Endpoint, id, secret);
        var settings = AwsClientSettings.FromVariables(name => emulator.Variables.GetValueOrDefault(name));
        Clients = AwsClients.Create(settings with { Credentials = new BasicAWSCredentials(id, secret) }).Value;
    }

    /// <summary>Clients of somebody who may do anything.</summary>
    public AwsClients Clients { get; }

    /// <summary>The environment of the function, with the credentials of its role.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        _description
            .GetProperty("environment")
            .EnumerateObject()
            .ToDictionary(item => item.Name, item => item.Value.GetString()!, StringComparer.Ordinal);

    public string Table => Environment["REMEDIATION_LEDGER_TABLE"];

    public string StateBucket => Environment["REMEDIATION_STATE_BUCKET"];

    /// <summary>What reads the queue as the template's event source mapping does.</summary>
    public EventSource Source =>
        new(
            _operator,
            Text(_description, "queueUrl"),
            _description.GetProperty("mapping").GetProperty("BatchSize").GetInt32(),
            _description.GetProperty("mapping").GetProperty("FunctionResponseTypes")[0].GetString()!
        );

    public static async Task<DeployedStack> CreateAsync(
        EmulatorFixture fixture,
        AwsEmulator emulator,
        string[] parameters,
        string? without = null
    )
    {
        using var document = JsonDocument.Parse(await fixture.DeployAsync(parameters, without));
        var stack = new DeployedStack(emulator, document.RootElement.Clone());
        await emulator.EnforcePermissionsAsync(true);
        return stack;
    }

    /// <summary>Puts an event, as it would be delivered, on the bus.</summary>
    public async Task PutAsync(string eventJson)
    {
        using var document = JsonDocument.Parse(eventJson);
        await PutAsync(
            Text(document.RootElement, "source"),
            Text(document.RootElement, "detail-type"),
            document.RootElement.GetProperty("detail").GetRawText()
        );
    }

    /// <summary>Puts what the heartbeat's schedule puts, at this time.</summary>
    public Task PutHeartbeatAsync(DateTimeOffset time)
    {
        var target = _description.GetProperty("heartbeat");
        var names = target.GetProperty("EventBridgeParameters");
        var detail = Text(target, "Input")
            .Replace("<aws.scheduler.execution-id>", "1", StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", $"{time.UtcDateTime:s}Z", StringComparison.Ordinal);
        return PutAsync(Text(names, "Source"), Text(names, "DetailType"), detail);
    }

    /// <summary>Puts a message straight into the queue, as whoever may send to it can.</summary>
    public Task SendAsync(string body) =>
        _operator.SendAsync(
            "sqs",
            "1.0",
            "AmazonSQS.SendMessage",
            new { QueueUrl = Text(_description, "queueUrl"), MessageBody = body }
        );

    /// <summary>The messages that were given up, each as its id and its body.</summary>
    public async Task<IReadOnlyList<(string Id, string Body)>> DeadLettersAsync()
    {
        var answer = await _operator.SendAsync(
            "sqs",
            "1.0",
            "AmazonSQS.ReceiveMessage",
            new
            {
                QueueUrl = Text(_description, "deadLetterQueueUrl"),
                MaxNumberOfMessages = 10,
                VisibilityTimeout = 0,
            }
        );
        return answer.TryGetProperty("Messages", out var messages)
            ? [.. messages.EnumerateArray().Select(message => (Text(message, "MessageId"), Text(message, "Body")))]
            : [];
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _emulator.EnforcePermissionsAsync(false);
    }

    private async Task PutAsync(string source, string type, string detail)
    {
        var answer = await _operator.SendAsync(
            "events",
            "1.1",
            "AWSEvents.PutEvents",
            new
            {
                Entries = new[]
                {
                    new
                    {
                        Source = source,
                        DetailType = type,
                        Detail = detail,
                    },
                },
            }
        );
        Assert.Equal(0, answer.GetProperty("FailedEntryCount").GetInt32());
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
