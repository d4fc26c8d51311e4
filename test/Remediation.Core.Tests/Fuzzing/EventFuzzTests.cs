using System.Text;
using CsCheck;
using Remediation.Core.Events;
using Remediation.Core.Tests.Events;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Core.Tests.Fuzzing;

/// <summary>Whatever comes as an event is understood, ignored or rejected with a reason: never an exception, a hang or a heap of memory.</summary>
public sealed class EventFuzzTests
{
    private static readonly IReadOnlyList<byte[]> Texts = Damage.Corpus([
        .. Directory.EnumerateFiles(EventFiles.Samples, "*.json"),
        .. Repository.Recordings is { } recordings
            ? Directory.EnumerateFiles(recordings, "*.json", SearchOption.AllDirectories)
            : [],
    ]);

    [Fact]
    public void Parse_AnyDamage_IsSortedWithAReason() => Damage.Of(Texts).Sample(IsSorted, iter: 20_000);

    [Fact]
    public void Parse_AnyValueGoneOrOther_IsSortedWithAReason() =>
        Parallel.ForEach(
            Texts.SelectMany((text, index) => Damage.SomeValues(text, index, oneOf: 67)),
            text => Assert.True(IsSorted(text), Encoding.UTF8.GetString(text))
        );

    [Fact]
    public void Parse_AnyBytes_IsSortedWithAReason() => Gen.Byte.Array[0, 200].Sample(IsSorted, iter: 5_000);

    // A queue's message holds a notification, that holds an event, and so on: each as text in the other.
    [Fact]
    public void Parse_DamagedInsideAMessage_IsSortedWithAReason() =>
        Damage
            .Of(Texts)
            .Select(text =>
                Encoding.UTF8.GetBytes(
                    $$"""{"Records":[{"eventSource":"aws:sqs","messageId":"m-1","body":{{System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(text))}}}]}"""
                )
            )
            .Sample(IsSorted, iter: 3_000);

    [Theory]
    [InlineData("[", 1_000_000)]
    [InlineData("{\"a\":", 500_000)]
    [InlineData("{\"Records\":[", 100_000)]
    [InlineData("\"", 1_000_000)]
    [InlineData("[1,", 1_000_000)]
    [InlineData("{\"detail-type\":\"x\",\"detail\":", 100_000)]
    [InlineData("9", 2_000_000)]
    [InlineData("\0", 1_000_000)]
    [InlineData("\\", 1_000_000)]
    public void Parse_LongRunOfTheSame_IsRejected(string piece, int times) =>
        Assert.True(IsSorted(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)))));

    [Theory]
    [InlineData("[", "{}", ",", "]", 99_000)]
    [InlineData("{\"Records\":[", "{\"eventSource\":\"ec2.amazonaws.com\"}", ",", "]}", 99_000)]
    [InlineData("{", "\"remediate\":{\"type\":\"AWS::EC2::SecurityGroup\",\"id\":\"sg-0a1b2c3d\"}", ",", "}", 50_000)]
    [InlineData("{\"source\":\"a\",\"detail\":{", "\"k\":1", ",", "}}", 200_000)]
    public void Parse_VeryMany_IsSorted(string begin, string item, string between, string end, int times) =>
        Assert.True(
            IsSorted(Encoding.UTF8.GetBytes(begin + string.Join(between, Enumerable.Repeat(item, times)) + end))
        );

    private static bool IsSorted(byte[] input)
    {
        var outcomes = Bounded.Read(input, () => EventParser.Parse(input));
        return !outcomes.IsDefaultOrEmpty
            && outcomes.All(outcome =>
                outcome.Kind == ParsedEventKind.Understood
                    ? outcome.Change is { Resources.IsEmpty: false, EventId.Length: > 0 }
                    : outcome.Reason is { Length: > 0 }
            );
    }
}
