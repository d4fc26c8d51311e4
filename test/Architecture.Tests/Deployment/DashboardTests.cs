using System.Text.Json;
using System.Text.RegularExpressions;
using Remediation.Checks;
using Remediation.Lambda.Telemetry;

namespace Architecture.Tests.Deployment;

/// <summary>The dashboard shows every metric of the function, and the findings of every check.</summary>
public sealed partial class DashboardTests
{
    private static readonly IReadOnlyList<JsonElement> Metrics = Read();

    [Fact]
    public void Findings_AreOfExactlyTheChecksThatJudgeWhatIsDeployed()
    {
        var shown = Metrics
            .Where(metric => Text(metric, 1) == MetricNames.Findings)
            .Select(metric =>
            {
                Assert.Equal(
                    (MetricNames.Namespace, MetricNames.Function, MetricNames.Check),
                    (Text(metric, 0), Text(metric, 2), Text(metric, 4))
                );
                return Text(metric, 5);
            });

        // Those of templates have no trigger: no event asks them.
        Assert.Equal(
            CheckCatalog
                .All.Where(check => !check.Metadata.Triggers.IsEmpty)
                .Select(check => check.Metadata.Id)
                .Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Metrics_AreExactlyThoseOfTheFunction() =>
        Assert.Equal(
            MetricNames.OfFunction.Order(StringComparer.Ordinal),
            Metrics
                .Where(metric => Text(metric, 0) == MetricNames.Namespace && Text(metric, 1) != MetricNames.Findings)
                .Select(metric => Text(metric, 1))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html.
    [Fact]
    public void Widgets_LieOnTheGridAndNotOnEachOther()
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var widget in Body().GetProperty("widgets").EnumerateArray())
        {
            var (x, y) = (Number(widget, "x"), Number(widget, "y"));
            var (width, height) = (Number(widget, "width"), Number(widget, "height"));
            Assert.InRange(x + width, 1, 24);
            for (var cell = 0; cell < width * height; cell++)
            {
                Assert.True(taken.Add((x + cell % width, y + cell / width)), $"{x},{y} lies on another");
            }
        }
    }

    private static List<JsonElement> Read() =>
        [
            .. Body()
                .GetProperty("widgets")
                .EnumerateArray()
                .SelectMany(widget => widget.GetProperty("properties").GetProperty("metrics").EnumerateArray()),
        ];

    private static JsonElement Body()
    {
        var text = TemplateFile.Read().Properties("StackDashboard")["DashboardBody"].ToString();
        using var document = JsonDocument.Parse(Substitution().Replace(text, "x"));
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement metric, int at) => metric[at].GetString()!;

    private static int Number(JsonElement widget, string name) => widget.GetProperty(name).GetInt32();

    [GeneratedRegex(@"\$\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Substitution();
}
