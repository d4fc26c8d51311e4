using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Resources;
using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Testing;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets;

public sealed class NotifierTests : IDisposable
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:network-changes";

    private readonly Senders _senders = new(new VirtualTime(Sample.Now));

    private static OutcomeNotice Notice { get; } =
        new(
            "l-1",
            Decision.Reverted,
            "takes away tcp/22 <!channel> & more",
            new(ResourceTypes.SecurityGroup, Sample.GroupId, Sample.Account, Sample.Region),
            Severity.Critical,
            "alice",
            Sample.Now,
            """{"event":"e-1"}"""
        );

    public void Dispose() => _senders.Dispose();

    [Fact]
    public async Task Sns_Publish_SaysItToPeopleAndToPrograms()
    {
        await using var server = new LocalServer(_ => new(200, "<PublishResponse/>"));

        var outcome = await NotifyAsync(new SnsNotifier(new(Topic), Senders.Aws(server.Endpoint)));

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var request = Assert.Single(server.Requests);
        // Where the topic is, not where the engine is.
        Assert.Contains("/eu-west-1/sns/aws4_request", request.Header("Authorization"), StringComparison.Ordinal);
        var form = Form(request);
        Assert.Equal(("Publish", "2010-03-31", Topic), (form["Action"], form["Version"], form["TopicArn"]));
        Assert.Equal("Remediation reverted: sg-0a1b2c3d4e5f60718 (critical)", form["Subject"]);
        Assert.Equal("json", form["MessageStructure"]);
        var message = JsonDocument.Parse(form["Message"]).RootElement;
        var json = JsonDocument.Parse(message.GetProperty("default").GetString()!).RootElement;
        Assert.Equal("remediation.outcome/1", json.GetProperty("schema").GetString());
        Assert.StartsWith("takes away tcp/22", message.GetProperty("email").GetString(), StringComparison.Ordinal);
        Assert.Equal("decision", form["MessageAttributes.entry.2.Name"]);
        Assert.Equal("reverted", form["MessageAttributes.entry.2.Value.StringValue"]);
        Assert.Equal("String", form["MessageAttributes.entry.2.Value.DataType"]);
        Assert.DoesNotContain("MessageGroupId", form.Keys);
    }

    [Fact]
    public async Task Sns_FifoTopic_HasAGroupAndIsToldOnce()
    {
        await using var server = new LocalServer(_ => new(200, "<PublishResponse/>"));

        await NotifyAsync(new SnsNotifier(new(Topic + ".fifo"), Senders.Aws(server.Endpoint)));

        var form = Form(Assert.Single(server.Requests));
        Assert.Equal("l-1", form["MessageDeduplicationId"]);
        Assert.StartsWith("rem-", form["MessageGroupId"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slack_Post_IsPlainText()
    {
        await using var server = new LocalServer(_ => new(200, "ok"));
        _senders.Stored.Secret = new Uri(server.Endpoint, "services/T0/B0/" + Senders.TheSecret).ToString();

        var outcome = await NotifyAsync(Slack());

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/services/T0/B0/" + Senders.TheSecret), (request.Method, request.Target));
        Assert.Equal("reverted: sg-0a1b2c3d4e5f60718 (critical)", request.Json.GetProperty("text").GetString());
        Assert.All(
            request.Json.GetProperty("blocks").EnumerateArray(),
            block => Assert.Equal("plain_text", block.GetProperty("text").GetProperty("type").GetString())
        );
        Assert.Contains("takes away tcp/22", request.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Trouble.Outage, true)]
    [InlineData(Trouble.TooMany, true)]
    [InlineData(Trouble.LostAnswer, true)]
    [InlineData(Trouble.Redirect, false)]
    [InlineData(Trouble.Rejection, false)]
    public async Task Slack_Trouble_IsToldApartAndKeepsTheAddressSecret(Trouble trouble, bool isPassing)
    {
        await using var server = new LocalServer(_ => new(200, "ok")) { Trouble = trouble };
        _senders.Stored.Secret = new Uri(server.Endpoint, "services/" + Senders.TheSecret).ToString();

        var outcome = await NotifyAsync(Slack());

        Assert.Equal((false, isPassing), (outcome.IsDelivered, outcome.IsPassing));
        Assert.DoesNotContain(Senders.TheSecret, $"{outcome} {outcome.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slack_SecretThatIsNoUrl_IsNotSaid()
    {
        var outcome = await NotifyAsync(Slack());

        Assert.Equal("SecretUnusable", outcome.Error!.Code);
        Assert.DoesNotContain(Senders.TheSecret, $"{outcome.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventBridge_PutEvents_CarriesTheOutcome()
    {
        await using var server = new LocalServer(_ =>
            new(200, """{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}""")
        );
        const string Bus = "arn:aws:events:eu-central-1:210987654321:event-bus/security";

        var outcome = await NotifyAsync(new EventBridgeNotifier(new(Bus), Senders.Aws(server.Endpoint)));

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var request = Assert.Single(server.Requests);
        Assert.Equal("AWSEvents.PutEvents", request.Header("X-Amz-Target"));
        Assert.Contains("/eu-central-1/events/aws4_request", request.Header("Authorization"), StringComparison.Ordinal);
        var entry = JsonNode.Parse(request.Body)!["Entries"]![0]!;
        Assert.Equal(
            ("remediation", "remediation.outcome", Bus),
            ((string)entry["Source"]!, (string)entry["DetailType"]!, (string)entry["EventBusName"]!)
        );
        Assert.Equal("l-1", (string)JsonNode.Parse((string)entry["Detail"]!)!["id"]!);
    }

    [Theory]
    [InlineData("ThrottlingException", true)]
    [InlineData("NotAuthorizedForSourceException", false)]
    public async Task EventBridge_EntryNotTaken_IsNoDelivery(string code, bool isPassing)
    {
        await using var server = new LocalServer(_ =>
            new(200, $$"""{"FailedEntryCount":1,"Entries":[{"ErrorCode":"{{code}}","ErrorMessage":"no"}]}""")
        );

        var outcome = await NotifyAsync(new EventBridgeNotifier(new("default"), Senders.Aws(server.Endpoint)));

        Assert.Equal((code, isPassing), (outcome.Error!.Code, outcome.IsPassing));
    }

    private SlackNotifier Slack() => new(new SlackDestination(Senders.Reference), _senders.Web, _senders.Secrets);

    private static ValueTask<DeliveryOutcome> NotifyAsync(INotifier notifier) =>
        notifier.NotifyAsync(Notice, TestContext.Current.CancellationToken);

    private static Dictionary<string, string> Form(LocalRequest request) =>
        request
            .Text.Split('&')
            .Select(part => part.Split('='))
            .ToDictionary(part => Uri.UnescapeDataString(part[0]), part => Uri.UnescapeDataString(part[1]));
}
