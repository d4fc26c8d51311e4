using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Remediation.Aws.Documents;
using Remediation.Aws.Tests.Contract;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Tickets;

/// <summary>The destinations in AWS that the emulator knows, and the secrets: what is sent arrives.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorDestinationsTests(EmulatorFixture fixture)
{
    private const string Account = AwsEmulator.Account;

    private static ResourceId Group { get; } =
        new(ResourceTypes.SecurityGroup, Sample.GroupId, Account, ContractSetting.Region);

    private static OutcomeNotice Outcome { get; } =
        new(
            "l-1",
            Decision.Reverted,
            "takes away tcp/22 from 0.0.0.0/0",
            Group,
            Severity.Critical,
            "alice",
            Sample.Now,
            """{"event":"e-1"}"""
        );

    [Fact]
    public async Task Sns_Publish_ArrivesAtASubscriber()
    {
        var (emulator, aws) = await OpenAsync();
        var queue = await QueueAsync(emulator);
        var created = await CallAsync(aws, "sns", "CreateTopic", new() { ["Name"] = "changes" });
        var topic = created["TopicArn"]!.GetValue<string>();
        var subscription = new JsonObject
        {
            ["TopicArn"] = topic,
            ["Protocol"] = "sqs",
            ["Endpoint"] = $"arn:aws:sqs:{ContractSetting.Region}:{Account}:told",
        };
        await CallAsync(aws, "sns", "Subscribe", subscription);

        var outcome = await new SnsNotifier(new(topic), aws).NotifyAsync(Outcome, CancellationToken.None);

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var message = await ReceiveAsync(emulator, queue);
        Assert.Equal("remediation.outcome/1", (string?)Inner(message)["schema"]);
        Assert.Equal("critical", (string?)message["MessageAttributes"]!["severity"]!["Value"]);
    }

    [Fact]
    public async Task EventBridge_PutEvents_MatchesTheDocumentedPattern()
    {
        var (emulator, aws) = await OpenAsync();
        var queue = await QueueAsync(emulator);
        var rule = new JsonObject
        {
            ["Name"] = "told",
            ["EventPattern"] =
                """{ "source": ["remediation"], "detail-type": ["remediation.outcome"], "detail": { "severity": ["critical"] } }""",
        };
        await CallAsync(aws, "events", "PutRule", rule);
        var target = new JsonObject { ["Id"] = "1", ["Arn"] = $"arn:aws:sqs:{ContractSetting.Region}:{Account}:told" };
        await CallAsync(aws, "events", "PutTargets", new() { ["Rule"] = "told", ["Targets"] = new JsonArray(target) });

        var outcome = await new EventBridgeNotifier(new("default"), aws).NotifyAsync(Outcome, CancellationToken.None);

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var told = await ReceiveAsync(emulator, queue);
        Assert.Equal("l-1", (string?)told["detail"]!["id"]);
        Assert.Equal(Group.Arn, (string?)told["resources"]![0]);
    }

    [Fact]
    public async Task SecurityHub_OpenAndClosed_IsOneFinding()
    {
        var (emulator, aws) = await OpenAsync();
        var sink = new SecurityHubTickets(aws);
        var open = Notice();

        var first = await sink.DeliverAsync(open, null, CancellationToken.None);
        var second = await sink.DeliverAsync(
            open with
            {
                Status = TicketStatus.Closed,
                LastSeen = open.LastSeen.AddHours(1),
            },
            first.Reference,
            CancellationToken.None
        );

        Assert.True(first.IsDelivered, $"{first.Error}");
        Assert.True(second.IsDelivered, $"{second.Error}");
        var answer = await PostAsync(emulator, "securityhub", "findings", null, "{}");
        var finding = Assert.Single(answer["Findings"]!.AsArray())!;
        Assert.Equal($"remediation/{open.Key}", (string?)finding["Id"]);
        Assert.Equal("ARCHIVED", (string?)finding["RecordState"]);
        Assert.Equal("PASSED", (string?)finding["Compliance"]!["Status"]);
    }

    [Fact]
    public async Task Secrets_OfBothStores_AreReadDecrypted()
    {
        var (_, aws) = await OpenAsync();
        var parameter = new JsonObject
        {
            ["Name"] = "/remediation/jira",
            ["Type"] = "SecureString",
            ["Value"] = "from-ssm",
        };
        await CallAsync(aws, "ssm", "PutParameter", parameter);
        var secret = new JsonObject { ["Name"] = "github", ["SecretString"] = """{"token":"from-secrets-manager"}""" };
        var created = await CallAsync(aws, "secretsmanager", "CreateSecret", secret);
        var secrets = new SecretReader(aws, TimeProvider.System);

        Assert.Equal("from-ssm", await RevealAsync(secrets, "/remediation/jira"));
        Assert.Equal("from-secrets-manager", await RevealAsync(secrets, $"{created["ARN"]}#token"));
        var absent = await secrets.ReadAsync(SecretReference.Parse("/remediation/none")!, CancellationToken.None);
        Assert.Equal("SecretUnread", absent.Error!.Code);
        Assert.Contains("ParameterNotFound", absent.Error.Message, StringComparison.Ordinal);
    }

    private async Task<(AwsEmulator Emulator, AwsDocumentSource Aws)> OpenAsync()
    {
        var emulator = await fixture.EmptyAsync();
        return (emulator, new(EmulatorAccount.Clients(emulator)));
    }

    private static TicketNotice Notice() =>
        new()
        {
            Key = TicketKeys.Of(Group, "sg-open-admin-port"),
            Status = TicketStatus.Open,
            Resource = Group,
            Check = "sg-open-admin-port",
            CheckTitle = "Administrative ports are open to the internet",
            Severity = Severity.Critical,
            Reason = "the policy responds with a ticket",
            FirstSeen = Sample.Now,
            LastSeen = Sample.Now,
        };

    private static async Task<string> RevealAsync(SecretReader secrets, string reference)
    {
        var read = await secrets.ReadAsync(SecretReference.Parse(reference)!, CancellationToken.None);
        Assert.True(read.IsAnswered, $"{read.Error}");
        return read.Value.Reveal();
    }

    private static async Task<JsonNode> CallAsync(
        AwsDocumentSource aws,
        string service,
        string operation,
        JsonObject parameters
    )
    {
        var answer = await aws.CallAsync(service, operation, parameters.ToJsonString(), CancellationToken.None);
        Assert.True(answer.IsAnswered, $"{answer.Error}");
        return JsonNode.Parse(answer.Document.Root.GetRawText())!;
    }

    private static async Task<string> QueueAsync(AwsEmulator emulator)
    {
        var created = await PostAsync(emulator, "sqs", "", "AmazonSQS.CreateQueue", """{"QueueName":"told"}""");
        return (string)created["QueueUrl"]!;
    }

    private static async Task<JsonNode> ReceiveAsync(AwsEmulator emulator, string queue)
    {
        var request = new JsonObject { ["QueueUrl"] = queue, ["WaitTimeSeconds"] = 5 }.ToJsonString();
        var received = await PostAsync(emulator, "sqs", "", "AmazonSQS.ReceiveMessage", request);
        var message = Assert.Single(received["Messages"]!.AsArray());
        return JsonNode.Parse((string)message!["Body"]!)!;
    }

    // What the subscriber gets is the part of the message that is for it, or all of it.
    private static JsonNode Inner(JsonNode message)
    {
        var text = JsonNode.Parse((string)message["Message"]!)!;
        return text["default"] is { } own ? JsonNode.Parse((string)own!)! : text;
    }

    // The emulator tells services apart by the scope of the signature, and does not check it.
    private static async Task<JsonNode> PostAsync(
        AwsEmulator emulator,
        string service,
        string path,
        string? target,
        string body
    )
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Endpoint, path));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=emulator/20261120/{ContractSetting.Region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        request.Content = new StringContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            target is null ? "application/json" : "application/x-amz-json-1.0"
        );
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
