using System.Text.Json;

namespace Remediation.Lambda.Tests.Telemetry;

/// <summary>
/// What AWS documents of the embedded metric format, and of the metrics that it makes:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html and
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html.
/// </summary>
internal static class EmfSpecification
{
    private static readonly string[] Units =
    [
        .. "Seconds Microseconds Milliseconds Percent Count None Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits".Split(
            ' '
        ),
        .. "Megabits Gigabits Terabits Bytes/Second Bits/Second Count/Second".Split(' '),
    ];

    /// <summary>Everything that is against it in one line of a log.</summary>
    public static IReadOnlyList<string> Problems(string line)
    {
        var problems = new List<string>();
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (line.Length > 256 * 1024)
        {
            problems.Add("longer than an event of the log");
        }
        var metadata = Required(root, "_aws", JsonValueKind.Object, problems);
        var time = Required(metadata, "Timestamp", JsonValueKind.Number, problems);
        if (!time.TryGetInt64(out var milliseconds) || milliseconds < 1_000_000_000_000)
        {
            problems.Add("Timestamp is no integer of milliseconds");
        }
        foreach (var member in metadata.EnumerateObject())
        {
            if (member.Name is not ("Timestamp" or "CloudWatchMetrics" or "LogGroupName" or "LogStreamName"))
            {
                problems.Add($"_aws has {member.Name}");
            }
        }
        foreach (
            var directive in Required(metadata, "CloudWatchMetrics", JsonValueKind.Array, problems).EnumerateArray()
        )
        {
            CheckDirective(root, directive, problems);
        }
        return problems;
    }

    private static void CheckDirective(JsonElement root, JsonElement directive, List<string> problems)
    {
        var name = Required(directive, "Namespace", JsonValueKind.String, problems).GetString()!;
        Length(name, 1, 1024, problems);
        if (name.StartsWith("AWS/", StringComparison.Ordinal))
        {
            problems.Add("the namespace is one of AWS's own");
        }
        var sets = Required(directive, "Dimensions", JsonValueKind.Array, problems);
        if (sets.GetArrayLength() == 0)
        {
            problems.Add("no set of dimensions");
        }
        foreach (var set in sets.EnumerateArray())
        {
            CheckDimensions(root, set, problems);
        }
        var metrics = Required(directive, "Metrics", JsonValueKind.Array, problems);
        if (metrics.GetArrayLength() is 0 or > 100)
        {
            problems.Add($"{metrics.GetArrayLength()} metrics; 1 to 100 are taken");
        }
        var names = metrics.EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            problems.Add("a metric is defined twice");
        }
        foreach (var metric in metrics.EnumerateArray())
        {
            CheckMetric(root, metric, problems);
        }
    }

    private static void CheckDimensions(JsonElement root, JsonElement set, List<string> problems)
    {
        if (set.ValueKind != JsonValueKind.Array || set.GetArrayLength() > 30)
        {
            problems.Add("a set of dimensions is no list of 30 names at most");
            return;
        }
        foreach (var reference in set.EnumerateArray())
        {
            var key = reference.GetString()!;
            Length(key, 1, 250, problems);
            // The target of a dimension must be text on the root: of 1 to 1024 characters, and not white space alone.
            var target = Required(root, key, JsonValueKind.String, problems);
            if (target.ValueKind == JsonValueKind.String)
            {
                Length(target.GetString()!.Trim(), 1, 1024, problems);
            }
        }
    }

    private static void CheckMetric(JsonElement root, JsonElement metric, List<string> problems)
    {
        var name = Required(metric, "Name", JsonValueKind.String, problems).GetString()!;
        Length(name, 1, 1024, problems);
        if (metric.TryGetProperty("Unit", out var unit) && !Units.Contains(unit.GetString(), StringComparer.Ordinal))
        {
            problems.Add($"{unit} is no unit");
        }
        if (metric.TryGetProperty("StorageResolution", out var resolution) && resolution.GetInt32() is not (1 or 60))
        {
            problems.Add("the storage resolution is neither 1 nor 60");
        }
        if (!root.TryGetProperty(name, out var value))
        {
            problems.Add($"{name} has no value on the root");
            return;
        }
        var values = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        if (values.Count is 0 or > 100 || values.Exists(item => item.ValueKind != JsonValueKind.Number))
        {
            problems.Add($"{name} is neither a number nor 1 to 100 of them");
        }
    }

    private static JsonElement Required(JsonElement parent, string name, JsonValueKind kind, List<string> problems)
    {
        if (
            parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out var value)
            && value.ValueKind == kind
        )
        {
            return value;
        }
        problems.Add($"{name} is missing, or no {kind}");
        using var empty = JsonDocument.Parse(
            kind switch
            {
                JsonValueKind.Array => "[]",
                JsonValueKind.Number => "0",
                JsonValueKind.String => "\"\"",
                _ => "{}",
            }
        );
        return empty.RootElement.Clone();
    }

    private static void Length(string text, int least, int most, List<string> problems)
    {
        if (text.Length < least || text.Length > most)
        {
            problems.Add($"'{text}' has {text.Length} characters");
        }
    }
}
