using Remediation.Core.Events;

namespace Remediation.Core.Tests.Events;

public sealed class SampleEventsTests
{
    private static readonly EventTable Table = EventTable.Read("sample-events.tsv");

    public static TheoryData<string> Files => [.. Table.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_Sample_ComesToWhatTheTableSays(string file) => Table.Verify(EventFiles.Samples, file);

    [Fact]
    public void Table_AndFolder_NameTheSameFiles() =>
        Assert.Equal(
            Table.Files,
            Directory
                .EnumerateFiles(EventFiles.Samples)
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Parse_SshFromAnywhere_TellsTheWholeChange()
    {
        var outcome = Assert.Single(EventParser.Parse(EventFiles.Sample("authorize-ssh-from-anywhere.json")));

        var change = Assert.IsType<Change>(outcome.Change);
        Assert.Equal("AuthorizeSecurityGroupIngress", change.Name);
        Assert.Equal("ec2.amazonaws.com", change.Source);
        Assert.Equal(EventChannel.CloudTrail, change.Channel);
        Assert.Equal("123456789012", change.Account);
        Assert.Equal("us-east-1", change.Region);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), change.Time);
        Assert.Equal(
            "arn:aws:ec2:us-east-1:123456789012:security-group/sg-0a1b2c3d4e5f60718",
            Assert.Single(change.Resources).ResourceId?.Arn
        );
        Assert.Equal("alice as role Dev", change.Actor.DisplayName);
        Assert.Equal("198.51.100.9", change.Actor.SourceIpAddress);
        Assert.Equal(ChangeOrigin.Cli, change.Actor.Origin);
        Assert.Equal("arn:aws:iam::123456789012:role/Dev", change.Actor.SessionIssuerArn);
        Assert.Equal(change.EventId, outcome.EventId);
        Assert.Equal(change.Actor, outcome.Actor);
    }

    [Theory]
    [InlineData("account-as-number.json", "000012345678")]
    [InlineData("forwarded-from-member-account.json", "000011112222")]
    [InlineData("account-from-envelope.json", "111122223333")]
    [InlineData("trimmed-without-identity.json", "")]
    [InlineData("config-item-other-field-names.json", "123456789012")]
    [InlineData("finding-bare.json", "123456789012")]
    [InlineData("manual-request.json", "123456789012")]
    [InlineData("manual-request-on-a-bus.json", "123456789012")]
    [InlineData("manual-request-shortest.json", "")]
    public void Parse_Account_IsThatOfTheResource(string sample, string account) =>
        Assert.All(
            EventParser.Parse(EventFiles.Sample(sample)),
            outcome =>
            {
                Assert.Equal(account, outcome.Change?.Account);
                Assert.Equal(account, outcome.Change?.Resources[0].Account);
            }
        );

    [Theory]
    [InlineData("account-from-envelope.json", "eu-west-1")]
    [InlineData("config-item-other-field-names.json", "eu-west-1")]
    [InlineData("config-oversized.json", "us-east-1")]
    [InlineData("manual-request-shortest.json", "")]
    public void Parse_Region_IsTheDetailsElseTheEnvelopes(string sample, string region) =>
        Assert.Equal(region, Assert.Single(EventParser.Parse(EventFiles.Sample(sample))).Change?.Region);

    [Theory]
    [InlineData("authorize-ssh-from-anywhere.json", EventChannel.CloudTrail)]
    [InlineData("config-custom-rule.json", EventChannel.ConfigItemChange)]
    [InlineData("config-compliance-failed.json", EventChannel.ConfigComplianceChange)]
    [InlineData("findings-custom-action.json", EventChannel.SecurityHubFinding)]
    [InlineData("manual-request.json", EventChannel.Manual)]
    public void Parse_Channel_IsTold(string sample, EventChannel channel) =>
        Assert.Equal(channel, Assert.Single(EventParser.Parse(EventFiles.Sample(sample))).Change?.Channel);

    [Fact]
    public void Parse_TimeWithNineFractionDigits_IsKeptToTheTick() =>
        Assert.Equal(
            new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567),
            Assert.Single(EventParser.Parse(EventFiles.Sample("time-with-fraction.json"))).Change?.Time
        );

    [Fact]
    public void Parse_ManualRequestWithoutTime_SaysThatItIsUnknown() =>
        Assert.Equal(
            Change.UnknownTime,
            Assert.Single(EventParser.Parse(EventFiles.Sample("manual-request.json"))).Change?.Time
        );

    [Fact]
    public void Parse_SqsBatch_TellsWhichMessageEachOutcomeCameBy() =>
        Assert.Equal(
            [1, 2, 3, 4, 4, 5, 6],
            EventParser
                .Parse(EventFiles.Sample("sqs-batch.json"))
                .Select(outcome => int.Parse(outcome.MessageId?[^2..] ?? "0"))
        );

    [Fact]
    public void Parse_IgnoredCall_StillTellsWhoTriedWhat()
    {
        var outcome = Assert.Single(EventParser.Parse(EventFiles.Sample("failed-unauthorized.json")));

        Assert.Equal("bob", outcome.Actor.DisplayName);
        Assert.Equal("AuthorizeSecurityGroupIngress", outcome.Name);
        Assert.StartsWith("10000000-", outcome.EventId, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RecordWithoutEventId_GetsTheSameIdEachTime()
    {
        var first = Assert.Single(EventParser.Parse(EventFiles.Sample("no-event-id.json")));
        var again = Assert.Single(EventParser.Parse(EventFiles.Sample("no-event-id.json")));

        Assert.StartsWith("sha256-", first.EventId, StringComparison.Ordinal);
        Assert.Equal(first.EventId, again.EventId);
        Assert.NotEqual(first.EventId, EventParser.Parse(EventFiles.Sample("config-item-bare.json"))[0].EventId);
    }
}
