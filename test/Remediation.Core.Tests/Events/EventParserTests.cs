using System.Diagnostics;
using System.Text;
using CsCheck;
using Remediation.Core.Events;

namespace Remediation.Core.Tests.Events;

public sealed class EventParserTests
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly byte[][] Samples =
    [
        .. Directory.EnumerateFiles(EventFiles.Samples).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
    ];

    [Theory]
    [InlineData("", "the input is empty")]
    [InlineData(" \r\n\t", "the input is empty")]
    [InlineData("\uFEFF", "the input is empty")]
    [InlineData("{", "cut off: it ends at line 1, byte 2")]
    [InlineData("{\n \"a\": [1,\n", "cut off")]
    [InlineData("{\"a\":1}}", "not JSON: unexpected content (or nesting deeper than 64) at line 1, byte 8")]
    [InlineData("{'a':1}", "at line 1, byte 2")]
    [InlineData("null", "found a bare JSON null")]
    [InlineData("true", "found a bare JSON boolean")]
    [InlineData("\"text\"", "found a bare JSON string")]
    [InlineData("[[]]", "found a bare JSON array; expected a record")]
    [InlineData("{\"eventName\":{},\"eventSource\":[],\"eventVersion\":1}", "not an event")]
    [InlineData("{\"eventName\":7,\"eventSource\":true}", "without eventSource")]
    [InlineData("{\"Records\":{}}", "not an event: found an object with Records")]
    [InlineData("{\"detail\":null,\"detail-type\":\"x\"}", "not an event")]
    [InlineData("{\"Message\":null,\"TopicArn\":\"x\"}", "not an event")]
    [InlineData("{\"remediate\":[]}", "remediate is not an object")]
    [InlineData("{\"a\\u001bb\":1}", "found an object with a?b;")]
    public void Parse_NoEvent_IsRejectedWithWhatWasFound(string text, string reason) =>
        Assert.Contains(reason, OnlyRejection(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00 }, "UTF-16 text; save it as UTF-8")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x7B }, "UTF-16 text; save it as UTF-8")]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D }, "not valid UTF-8")]
    public void Parse_OtherEncoding_IsRejectedWithWhatToDo(byte[] bytes, string reason) =>
        Assert.Contains(reason, OnlyRejection(bytes), StringComparison.Ordinal);

    [Fact]
    public void Parse_ByteOrderMark_IsSkipped()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. EventFiles.Sample("authorize-ssh-from-anywhere.json")];

        Assert.Equal(ParsedEventKind.Understood, Assert.Single(EventParser.Parse(marked)).Kind);
    }

    [Fact]
    public void Parse_HalfACharacter_BecomesAReplacementCharacter() =>
        Assert.Equal(
            "\uFFFD alone, \uFFFD alone, \U0001F600 whole, \\ud800 no escape",
            Assert.Single(EventParser.Parse(EventFiles.Sample("half-a-character.json"))).Actor.UserAgent
        );

    [Fact]
    public void WatchedEc2Calls_Each_ComesToAChangeInSomeSample() =>
        Assert.Equal(
            EventParser.WatchedEc2Calls,
            Samples
                .SelectMany(sample => EventParser.Parse(sample))
                .Select(outcome => outcome.Change)
                .OfType<Change>()
                .Where(change => change is { Channel: EventChannel.CloudTrail, Source: "ec2.amazonaws.com" })
                .Select(change => change.Name)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Parse_OverlongName_IsCut()
    {
        var text = Call(new string('x', 1023) + "\U0001F600", "");

        var outcome = Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(new string('x', 1023) + "...", outcome.Name);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Parse_DeepNesting_IsRejected(int depth) =>
        Assert.Contains(
            "nesting deeper than 64",
            OnlyRejection(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Parse_TextInTextWithoutEnd_IsRejected()
    {
        var text = "{}";
        for (var i = 0; i < 10; i++)
        {
            text = $$"""{"TopicArn":"t","Message":"{{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}}"}""";
        }

        Assert.Contains("more than 8", OnlyRejection(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooManyRecords_IsRejectedAsOne()
    {
        var text = "[" + string.Join(',', Enumerable.Repeat("{}", 100_001)) + "]";

        Assert.Contains("split the input", OnlyRejection(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownMessageType_QuotesNoMoreThanTheReaderNeeds()
    {
        var text = $$"""{"messageType":"{{new string('x', 5000)}}"}""";

        Assert.InRange(OnlyRejection(Encoding.UTF8.GetBytes(text)).Length, 80, 300);
    }

    [Theory]
    [InlineData("items")]
    [InlineData("groups")]
    [InlineData("members")]
    [InlineData("text")]
    [InlineData("records")]
    [InlineData("numbers")]
    public void Parse_TenMegabytes_EndsInBoundedTime(string kind)
    {
        var input = Encoding.UTF8.GetBytes(TenMegabytes(kind));
        Assert.InRange(input.Length, 9 * Megabyte, 13 * Megabyte);

        var started = Stopwatch.GetTimestamp();
        var outcomes = EventParser.Parse(input);

        Assert.NotEmpty(outcomes);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Bound);
    }

    [Fact]
    public void Parse_ChangedBytes_NeverThrowsAndAlwaysTellsSomething() =>
        Gen.Select(
                Gen.Int[0, Samples.Length - 1],
                Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).List[0, 6],
                Gen.Int[0, 100]
            )
            .Sample(
                (sample, edits, keepPercent) =>
                {
                    var bytes = (byte[])Samples[sample].Clone();
                    foreach (var (at, value) in edits.Where(_ => bytes.Length > 0))
                    {
                        bytes[at % bytes.Length] = value;
                    }

                    var kept = keepPercent < 50 ? bytes.AsMemory(0, bytes.Length * keepPercent / 50) : bytes;
                    AssertComplete(EventParser.Parse(kept));
                },
                iter: 5_000
            );

    [Fact]
    public void Parse_ChangedTokens_NeverThrowsAndAlwaysTellsSomething() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, int.MaxValue], OneOf(Tokens))
            .Sample(
                (sample, at, token) =>
                    AssertComplete(EventParser.Parse(Encoding.UTF8.GetBytes(Replaced(Samples[sample], at, token)))),
                iter: 5_000
            );

    [Fact]
    public void Parse_BatchOfAnything_TellsOnePositionForEachRecord() =>
        OneOf("authorize-ssh-from-anywhere.json", "failed-client-prefix.json", "truncated.json", "number.json")
            .Array[1, 12]
            .Sample(names =>
            {
                var bodies = names.Select(name => Encoding.UTF8.GetString(EventFiles.Sample(name))).ToList();
                var outcomes = EventParser.Parse(Encoding.UTF8.GetBytes(Batch(bodies)));

                Assert.Equal(names.Select((_, i) => $"Records[{i}]"), outcomes.Select(outcome => outcome.Position));
                Assert.Equal(names.Select((_, i) => $"m-{i}"), outcomes.Select(outcome => outcome.MessageId));
                Assert.Equal(names.Select(KindOf), outcomes.Select(outcome => outcome.Kind));
            });

    [Fact]
    public void Parse_MessageInsideAMessage_IsGivenBackByTheIdOfTheOuterOne()
    {
        const string Inner = """{"messageId":"m-other","eventSource":"aws:sqs","body":"{}"}""";
        var batch = Batch([Inner]);

        var outcome = Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(batch)));

        Assert.Equal("m-0", outcome.MessageId);
    }

    private static readonly string[] Tokens =
    [
        "null",
        "true",
        "-1e400",
        "\"\"",
        "{}",
        "[]",
        "[[]]",
        "{\"items\":[null,1,{}]}",
        "\"\\ud800\"",
        "\"{}\"",
        "{\"tag\":1}",
        "{\"content\":[]}",
        "\"\\u0000\"",
        "123456789012345678901234567890",
    ];

    private static Gen<string> OneOf(params string[] choices) =>
        Gen.Int[0, choices.Length - 1].Select(choice => choices[choice]);

    private static ParsedEventKind KindOf(string sample) =>
        sample switch
        {
            "authorize-ssh-from-anywhere.json" => ParsedEventKind.Understood,
            "failed-client-prefix.json" => ParsedEventKind.Ignored,
            _ => ParsedEventKind.Rejected,
        };

    private static void AssertComplete(IReadOnlyCollection<ParsedEvent> outcomes)
    {
        Assert.NotEmpty(outcomes);
        Assert.All(
            outcomes,
            outcome =>
            {
                Assert.Equal(outcome.Kind == ParsedEventKind.Understood, outcome.Change is not null);
                Assert.Equal(outcome.Kind == ParsedEventKind.Understood, outcome.Reason is null);
                Assert.NotEqual("", outcome.Reason);
                Assert.All(
                    outcome.Change?.Resources ?? [],
                    resource => Assert.False(resource is { Id: null, Name: null })
                );
                Assert.NotEqual(0, outcome.Change?.Resources.Length);
            }
        );
    }

    // Puts a token in the place of one value, so that the JSON stays whole and the types become wrong.
    private static string Replaced(byte[] sample, int at, string token)
    {
        var text = Encoding.UTF8.GetString(sample);
        var starts = Enumerable
            .Range(0, Math.Max(0, text.Length - 2))
            .Where(i => text[i] == ':' && text[i - 1] == '"')
            .ToList();
        if (starts.Count == 0)
        {
            return text;
        }

        var start = starts[at % starts.Count] + 1;
        return text[..start] + token + text[ValueEnd(text, start)..];
    }

    private static int ValueEnd(string text, int start)
    {
        var depth = 0;
        var inString = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            inString ^= c == '"' && text[i - 1] != '\\';
            depth +=
                inString ? 0
                : c is '{' or '[' ? 1
                : c is '}' or ']' ? -1
                : 0;
            if (!inString && (depth < 0 || (depth == 0 && c is ',' or '\n')))
            {
                return i;
            }
        }

        return text.Length;
    }

    private static string OnlyRejection(byte[] input)
    {
        var outcome = Assert.Single(EventParser.Parse(input));
        Assert.Equal(ParsedEventKind.Rejected, outcome.Kind);
        Assert.Equal("", outcome.Position is "[0]" ? "" : outcome.Position);
        return outcome.Reason ?? "";
    }

    private static string Batch(IEnumerable<string> bodies) =>
        $$"""{"Records":[{{string.Join(',', bodies.Select((body, i) => Message(i, body)))}}]}""";

    private static string Message(int index, string body) =>
        $$"""{"messageId":"m-{{index}}","eventSource":"aws:sqs","body":{{Quote(body)}}}""";

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";

    private static string TenMegabytes(string kind) =>
        kind switch
        {
            "items" => Authorize(
                $$""" "groupId":"sg-01","ipPermissions":{"items":[{{Many("{\"cidrIp\":\"192.0.2.1/32\"}", 400_000)}}]} """
            ),
            "groups" => Call(
                "RunInstances",
                $$""" "groupSet":{"items":[{{Many("{\"groupId\":\"sg-0a\"}", 500_000)}}]} """
            ),
            "members" => Authorize(string.Join(',', Enumerable.Range(0, 800_000).Select(i => $"\"m{i}\":1"))),
            "text" => Batch([Authorize($"\"groupId\":\"sg-{new string('a', 10 * Megabyte)}\"")]),
            "records" => $$"""{"Records":[{{Many(Authorize("\"groupId\":\"sg-01\""), 80_000)}}]}""",
            _ => "[" + Many("1", 5_000_000) + "]",
        };

    private static string Many(string element, int count) => string.Join(',', Enumerable.Repeat(element, count));

    private static string Authorize(string parameters) => Call("AuthorizeSecurityGroupIngress", parameters);

    private static string Call(string name, string parameters) =>
        $$"""{"eventSource":"ec2.amazonaws.com","eventName":"{{name}}","eventTime":"2026-11-20T10:00:00Z","requestParameters":{ {{parameters}} } }""";
}
