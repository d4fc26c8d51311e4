using System.Globalization;
using System.Text.RegularExpressions;
using Remediation.Testing;

namespace Architecture.Tests.Deployment;

/// <summary>The arithmetic of the guide's cost estimate is right, and is about what the template has.</summary>
public sealed partial class CostTests
{
    private static readonly string[] Guide = Section();

    // By the first words of its row.
    private static readonly Dictionary<string, double> Prices = Rows("| price | dollars |")
        .ToDictionary(cells => cells[0], cells => Number(cells[1]), StringComparer.Ordinal);

    public static TheoryData<int> Targets => [1, 100, 1000];

    [Fact]
    public void Idle_IsTheSumOfItsRows()
    {
        var rows = Rows("| what | arithmetic | a month |");

        var sum = rows.Where(cells => !IsTotal(cells) && cells[0] != "Dashboard").Sum(cells => Number(cells[2]));

        Assert.Equal(Math.Round(sum, 2), Number(rows.Single(IsTotal)[2]));
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains($"some {Math.Round(sum)} dollars a month idle", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void EachChange_IsTheSumOfItsRows()
    {
        var rows = Rows("| what | arithmetic | dollars |");

        var sum = rows.Where(cells => !IsTotal(cells)).Sum(cells => Number(cells[2]));

        Assert.Equal(Math.Round(sum, 5), Number(rows.Single(IsTotal)[2]));
    }

    [Fact]
    public void Alarms_AreThoseOfTheTemplate()
    {
        var count = TemplateFile.Hub.Of("AWS::CloudWatch::Alarm").Count();
        var row = Rows("| what | arithmetic | a month |").Single(cells => cells[0] == "Alarms");

        Assert.Equal($"{count} × 0.10", row[1]);
        Assert.Equal(Math.Round(count * Price("CloudWatch, an alarm"), 2), Number(row[2]));
        Assert.Contains(
            "and eleven other alarms",
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")),
            StringComparison.Ordinal
        );
        Assert.Equal(12, count);
    }

    // Two invocations every five minutes, and what follows from them.
    [Fact]
    public void Idle_FollowsFromTheSchedules()
    {
        const double invocations = 2 * 12 * 730;
        var expected = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["Invocations"] = invocations * Price("Lambda, a million") / 1e6,
            ["Compute, x86-64"] = invocations * 0.1 * 0.5 * Price("Lambda, a GB-second"),
            ["SQS"] = ((3 * invocations) + (5 * 180 * 730)) * Price("SQS") / 1e6,
            ["EventBridge and Scheduler"] = 2 * (invocations / 2) * Price("EventBridge") / 1e6,
            ["DynamoDB"] =
                (
                    (3 * invocations / 2 * Price("DynamoDB on demand, a million read"))
                    + (invocations * Price("DynamoDB on demand, a million write"))
                ) / 1e6,
            ["Log"] = invocations * 1.5 / 1e6 * Price("CloudWatch, a GB"),
            ["Metrics"] = 8 * Price("CloudWatch, a metric"),
        };

        Assert.Equal("rate(5 minutes)", TemplateFile.Hub.Properties("RecheckRule")["ScheduleExpression"].ToString());
        Assert.Equal("rate(5 minutes)", TemplateFile.Hub.Properties("CanarySchedule")["ScheduleExpression"].ToString());
        Assert.All(
            Rows("| what | arithmetic | a month |").Where(cells => expected.ContainsKey(cells[0])),
            cells => Assert.InRange(Number(cells[2]) / expected[cells[0]], 0.9, 1.15)
        );
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void EachAudit_IsWhatItsArithmeticSays(int targets)
    {
        var rows = Rows("| what | arithmetic, for each | 1 | 100 | 1000 |");
        var column = rows.Header.IndexOf($"{targets}");
        var memory = TemplateFile.Number(TemplateFile.Hub.Properties("AuditFunction"), "MemorySize");
        var (perTarget, perAudit) = Transitions();
        var costs = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["State transitions"] = ((perTarget * targets) + perAudit) * Price("Step Functions") / 1000,
            ["Invocations"] = (targets + 2) * Price("Lambda, a million") / 1e6,
            ["Compute"] = ((120 * targets) + 10) * memory / 1024 * Price("Lambda, a GB-second"),
            ["Bucket"] = ((6 * targets) + 5) * Price("S3, a thousand") / 1000,
            ["Log"] = ((2 * targets) + 4) / 1e6 * Price("CloudWatch, a GB"),
        };
        var sum = costs.Values.Sum();

        foreach (var (name, cost) in costs)
        {
            Assert.Equal(Math.Round(cost, 4), Number(Row(name)[column]));
        }
        Assert.Equal(Math.Round(sum, 4), Number(Row("Together")[column]));
        Assert.Equal(Math.Round(30.4 * sum, 2), Number(Row("A month of nights")[column]));
        Assert.Equal(
            Math.Round(365 * 0.6 / 1000 * targets * Price("S3, a GB"), 4),
            Number(Row("Reports of a year")[column])
        );

        List<string> Row(string name) => rows.Single(cells => cells[0].Trim('*') == name);
    }

    // The states that an account passes which is audited in one part, and those of the whole.
    private static (int PerTarget, int PerAudit) Transitions()
    {
        var definition = TemplateFile.Hub.Properties("AuditStateMachine")["DefinitionString"].ToString();
        using var machine = System.Text.Json.JsonDocument.Parse(Substitution().Replace(definition, "1"));
        var states = machine.RootElement.GetProperty("States");
        var inner = states.GetProperty("AuditTargets").GetProperty("ItemProcessor").GetProperty("States");
        // All but the one that goes on with an audit that was not done at once.
        return (inner.EnumerateObject().Count(state => state.Name != "Continue"), states.EnumerateObject().Count());
    }

    private static double Price(string beginning) =>
        Prices.Single(price => price.Key.StartsWith(beginning, StringComparison.Ordinal)).Value;

    private static bool IsTotal(List<string> cells) => cells[0] == "**Together**";

    private static Table Rows(string header)
    {
        var at = Array.IndexOf(Guide, header);
        Assert.True(at >= 0, $"the guide has no table '{header}'");
        return new(Cells(header), Guide.Skip(at + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells));
    }

    private static List<string> Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static double Number(string cell) => double.Parse(cell.Trim('*'), CultureInfo.InvariantCulture);

    private static string[] Section()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "operations.md"));
        return [.. lines.SkipWhile(line => line != "## Cost").TakeWhile(line => line != "## Runbooks")];
    }

    [GeneratedRegex(@"\$\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Substitution();

    private sealed class Table(List<string> header, IEnumerable<List<string>> rows) : List<List<string>>(rows)
    {
        public List<string> Header => header;
    }
}
