using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>
/// An alarm of the template, and what CloudWatch makes of a series by it:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html.
/// </summary>
internal sealed record Alarm
{
    public required string Name { get; init; }
    public required string Namespace { get; init; }
    public required string Metric { get; init; }
    public required ImmutableArray<string> Dimensions { get; init; }
    public required string Statistic { get; init; }
    public required string Comparison { get; init; }
    public required double Threshold { get; init; }
    public required int Period { get; init; }
    public required int Periods { get; init; }
    public required int DatapointsToAlarm { get; init; }
    public required string Missing { get; init; }

    public static Alarm Read(string name, YamlNode properties) =>
        new()
        {
            Name = name,
            Namespace = properties["Namespace"].ToString(),
            Metric = properties["MetricName"].ToString(),
            Dimensions = [.. ((YamlSequenceNode)properties["Dimensions"]).Select(item => item["Name"].ToString())],
            Statistic = properties["Statistic"].ToString(),
            Comparison = properties["ComparisonOperator"].ToString(),
            Threshold = TemplateFile.Number(properties, "Threshold"),
            Period = (int)TemplateFile.Number(properties, "Period"),
            Periods = PeriodsOf(properties),
            DatapointsToAlarm = TemplateFile.Has(properties, "DatapointsToAlarm")
                ? (int)TemplateFile.Number(properties, "DatapointsToAlarm")
                : PeriodsOf(properties),
            Missing = properties["TreatMissingData"].ToString(),
        };

    /// <summary>Whether it goes off: each period with the values that came in it, the latest last; none is a missing datapoint.</summary>
    public bool GoesOff(params double[][] periods)
    {
        Assert.True(periods.Length >= Periods, $"{Name} looks at {Periods} periods");
        return periods[^Periods..].Count(IsBreaching) >= DatapointsToAlarm;
    }

    // As many as the parameter says, where one does.
    private static int PeriodsOf(YamlNode properties)
    {
        var name = properties["EvaluationPeriods"].ToString();
        return TemplateFile.Has(TemplateFile.Hub.Parameters, name)
            ? (int)TemplateFile.Number(TemplateFile.Hub.Parameters[name], "Default")
            : (int)TemplateFile.Number(properties, "EvaluationPeriods");
    }

    private bool IsBreaching(double[] values)
    {
        if (values.Length == 0)
        {
            return Missing switch
            {
                "breaching" => true,
                "notBreaching" => false,
                _ => throw new InvalidOperationException($"{Name}: missing data is to be breaching or not"),
            };
        }
        var value = Statistic switch
        {
            "Sum" => values.Sum(),
            "Maximum" => values.Max(),
            _ => throw new InvalidOperationException($"{Name}: {Statistic} is not known here"),
        };
        return Comparison switch
        {
            "GreaterThanThreshold" => value > Threshold,
            "GreaterThanOrEqualToThreshold" => value >= Threshold,
            "LessThanThreshold" => value < Threshold,
            _ => throw new InvalidOperationException($"{Name}: {Comparison} is not known here"),
        };
    }
}
