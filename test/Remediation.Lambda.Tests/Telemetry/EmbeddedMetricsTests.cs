using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Lambda.Telemetry;

namespace Remediation.Lambda.Tests.Telemetry;

public sealed class EmbeddedMetricsTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Line_OneAndManyValues_IsWithinTheSpecification()
    {
        var line = EmbeddedMetrics.Line(
            Time,
            [new("FunctionName", "f"), new("Check", "sg-open-admin-port")],
            [Metric.Count("Findings", 2), new("Waits", MetricUnit.Milliseconds, [1.5, 2])]
        );

        Assert.Empty(EmfSpecification.Problems(line));
        Assert.DoesNotContain('\n', line);
        using var document = JsonDocument.Parse(line);
        Assert.Equal(2, document.RootElement.GetProperty("Findings").GetInt32());
        Assert.Equal(2, document.RootElement.GetProperty("Waits").GetArrayLength());
        Assert.Equal(
            Time.ToUnixTimeMilliseconds(),
            document.RootElement.GetProperty("_aws").GetProperty("Timestamp").GetInt64()
        );
    }

    [Fact]
    public void Line_MoreValuesThanCloudWatchTakes_WritesTheFirst()
    {
        ImmutableArray<double> values = [.. Enumerable.Range(0, 250).Select(value => (double)value)];

        var line = EmbeddedMetrics.Line(Time, [new("FunctionName", "f")], [new("Waits", MetricUnit.Seconds, values)]);

        Assert.Empty(EmfSpecification.Problems(line));
    }

    [Theory]
    [InlineData("""{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]}}""")]
    [InlineData("""{"_aws":{"Timestamp":1790000000000}}""")]
    [InlineData(
        """{"_aws":{"Timestamp":1790000000000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["D"]],"Metrics":[{"Name":"M"}]}]},"D":"d"}"""
    )]
    [InlineData(
        """{"_aws":{"Timestamp":1790000000000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["D"]],"Metrics":[{"Name":"M"}]}]},"M":1}"""
    )]
    [InlineData(
        """{"_aws":{"Timestamp":1790000000000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[[]],"Metrics":[{"Name":"M","Unit":"count"}]}]},"M":1}"""
    )]
    [InlineData(
        """{"_aws":{"Timestamp":1790000000000,"CloudWatchMetrics":[{"Namespace":"AWS/N","Dimensions":[[]],"Metrics":[{"Name":"M"}]}]},"M":1}"""
    )]
    [InlineData(
        """{"_aws":{"Timestamp":1790000000000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[],"Metrics":[{"Name":"M"}]}]},"M":"1"}"""
    )]
    public void Specification_LineThatBreaksIt_IsToldSo(string line) =>
        Assert.NotEmpty(EmfSpecification.Problems(line));
}
