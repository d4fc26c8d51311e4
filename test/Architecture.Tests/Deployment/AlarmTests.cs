using Remediation.Lambda.Telemetry;
using Remediation.Testing;

namespace Architecture.Tests.Deployment;

/// <summary>Every alarm watches a metric that there is, goes off when it should, and not when all is well.</summary>
public sealed class AlarmTests
{
    private static readonly Dictionary<string, Alarm> Alarms = TemplateFile
        .Read()
        .Of("AWS::CloudWatch::Alarm")
        .Select(item => Alarm.Read(item.Name, item.Node["Properties"]))
        .ToDictionary(alarm => alarm.Name, StringComparer.Ordinal);

    // Of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html and
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html; the names alone.
    private static readonly Dictionary<string, (string Dimension, string[] Metrics)> Known = new(StringComparer.Ordinal)
    {
        ["AWS/SQS"] = (
            "QueueName",
            [
                "ApproximateAgeOfOldestMessage",
                "ApproximateNumberOfMessagesDelayed",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesVisible",
                "NumberOfMessagesReceived",
                "NumberOfMessagesSent",
            ]
        ),
        ["AWS/Lambda"] = ("FunctionName", ["ConcurrentExecutions", "Duration", "Errors", "Invocations", "Throttles"]),
        // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
        ["AWS/States"] = (
            "StateMachineArn",
            [
                "ExecutionsAborted",
                "ExecutionsFailed",
                "ExecutionsStarted",
                "ExecutionsSucceeded",
                "ExecutionsTimedOut",
                "ExecutionThrottled",
                "ExecutionTime",
            ]
        ),
        [MetricNames.Namespace] = (MetricNames.Function, [.. MetricNames.OfFunction]),
    };

    // For each alarm, what a bad and a good hour look like, period by period.
    private static readonly Dictionary<string, (double[][] Bad, double[][] Good)> Hours = new(StringComparer.Ordinal)
    {
        ["AuditAlarm"] = (
            [
                [0],
                [0, 1],
            ],
            [
                [0],
                [0, 0],
            ]
        ),
        ["AuditTimedOutAlarm"] = (
            [
                [0],
                [0, 1],
            ],
            [
                [0],
                [0, 0],
            ]
        ),
        ["AuditAbortedAlarm"] = (
            [
                [0],
                [1, 0],
            ],
            [
                [0],
                [0, 0],
            ]
        ),
        // An hour each; the last audit ended well a day ago, and two hours earlier than that.
        ["AuditOverdueAlarm"] = (
            [
                [1],
                .. Hourly(26),
            ],
            [.. Hourly(1), [1], .. Hourly(25)]
        ),
        ["DeadLetterAlarm"] = (
            [
                [0],
                [1],
            ],
            [
                [0],
                [0],
            ]
        ),
        ["ErrorAlarm"] = (
            [
                [0],
                [0, 1],
            ],
            [
                [0],
                [0, 0],
            ]
        ),
        ["DelayAlarm"] = (
            [
                [300],
                [601],
            ],
            [
                [600],
                [30, 600],
            ]
        ),
        ["ThrottleAlarm"] = (
            [
                [0],
                [2, 0],
            ],
            [
                [0],
                [0],
            ]
        ),
        ["PolicyAlarm"] = (
            [
                [0, 0],
                [0, 1],
            ],
            [
                [0],
                [0, 0, 0],
            ]
        ),
        ["HeartbeatAlarm"] = (
            [
                [1],
                [],
                [0],
                [],
            ],
            [
                [1],
                [],
                [1],
                [1],
            ]
        ),
        ["HeldAlarm"] = (
            [
                [0],
                [0, 1],
            ],
            [
                [0, 0],
                [0],
            ]
        ),
        ["TicketAlarm"] = (
            [
                [0],
                [3601],
            ],
            [
                [0],
                [3600],
            ]
        ),
    };

    // Where nothing happens, nothing is written: missing data is the bad news.
    private static readonly string[] NeedingData = ["AuditOverdueAlarm", "HeartbeatAlarm"];

    public static TheoryData<string> Names => [.. Alarms.Keys];

    [Fact]
    public void EveryAlarm_HasAnHourToBeTriedOn() =>
        Assert.Equal(Alarms.Keys.Order(StringComparer.Ordinal), Hours.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Alarm_WatchesAMetricThatIsWritten(string name)
    {
        var alarm = Alarms[name];

        var (dimension, metrics) = Known[alarm.Namespace];
        Assert.Contains(alarm.Metric, metrics);
        Assert.Equal([dimension], alarm.Dimensions);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alarm_GoesOffOnABadHourAndNotOnAGoodOne(string name)
    {
        Assert.True(Alarms[name].GoesOff(Hours[name].Bad));
        Assert.False(Alarms[name].GoesOff(Hours[name].Good));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alarm_WithoutData_GoesOffForWhatHasToHappenAlone(string name) =>
        Assert.Equal(NeedingData.Contains(name), Alarms[name].GoesOff(Hourly(26)));

    // Every way in which an execution can end without its report, and that there was none.
    [Fact]
    public void Audits_AreWatchedForEveryEndWithoutAReport()
    {
        Assert.Equal(
            ["ExecutionsAborted", "ExecutionsFailed", "ExecutionsSucceeded", "ExecutionsTimedOut"],
            Alarms
                .Values.Where(alarm => alarm.Namespace == "AWS/States")
                .Select(alarm => alarm.Metric)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal("AuditsOnSchedule", TemplateFile.Hub.Resource("AuditOverdueAlarm")["Condition"].ToString());
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: a week at most, in periods of an
    // hour; the shortest of which is told of still has room for the latest start of the schedule's window.
    [Fact]
    public void AuditOverdueAlarm_LooksBackNoFurtherThanCloudWatchCan()
    {
        var parameter = TemplateFile.Hub.Parameters["AuditOverdueHours"];

        Assert.Equal(3600, Alarms["AuditOverdueAlarm"].Period);
        Assert.Equal(7 * 24, (int)TemplateFile.Number(parameter, "MaxValue"));
        Assert.True(TemplateFile.Number(parameter, "MinValue") >= 2);
        Assert.True(TemplateFile.Number(parameter, "Default") >= 25);
    }

    [Fact]
    public void HeartbeatAlarm_OneBeatMissed_Waits() =>
        Assert.False(Alarms["HeartbeatAlarm"].GoesOff([1], [], [], [1]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Alarm_HasARunbookAndTellsSomebody(string name)
    {
        var guide = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "operations.md"));
        var properties = TemplateFile.Read().Properties(name);

        var at = Array.IndexOf(guide, $"### {name}");
        Assert.True(at >= 0, $"docs/operations.md has no heading '### {name}'");
        Assert.NotEmpty(guide[at + 2]);
        Assert.Contains("AlarmTopicArn", properties["AlarmActions"].ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(properties["AlarmDescription"].ToString());
    }

    [Fact]
    public void Guide_HasNoRunbookOfAnAlarmThatThereIsNot() =>
        Assert.Equal(
            Alarms.Keys.Append("UndeliveredAlarm").Order(StringComparer.Ordinal),
            File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
                .Where(line =>
                    line.StartsWith("### ", StringComparison.Ordinal)
                    && line.EndsWith("Alarm", StringComparison.Ordinal)
                )
                .Select(line => line[4..])
                .Order(StringComparer.Ordinal)
        );

    private static double[][] Hourly(int hours) => [.. Enumerable.Range(0, hours).Select(_ => Array.Empty<double>())];
}
