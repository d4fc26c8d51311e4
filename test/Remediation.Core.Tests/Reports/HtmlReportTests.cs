using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Remediation.Core.Reports;

namespace Remediation.Core.Tests.Reports;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void Write_HostileTexts_AreShownAndDoNothing()
    {
        var html = Write(ReportSample.Report);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202e', html);
        Assert.Contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202egnp.exe",
            html,
            StringComparison.Ordinal
        );
        Assert.Single(StyleElement().Matches(html));
    }

    // The policy in the page lets one style through, by its hash, and neither a script nor anything from elsewhere.
    [Fact]
    public void Write_AnyReport_LoadsNothingAndRunsNothing()
    {
        var html = Write(ReportSample.Report);

        var style = StyleElement().Match(html).Groups["css"].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"default-src 'none'; style-src 'sha256-{hash}';", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnyReport_TellsWhatWasNotRead()
    {
        Assert.Contains("AWS::WAFv2::WebACL: AccessDenied", Write(ReportSample.Report), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Not everything could be read",
            Write(ReportSample.Report with { Unread = [] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Write_AnyReport_TellsWhyThereIsNoFix_AndWhatIsExempted()
    {
        var html = Write(ReportSample.Report);

        Assert.Contains("No automatic fix: the quota of rules would be passed", html, StringComparison.Ordinal);
        Assert.Contains("Exempted by EX-1 until 2027-03-31", html, StringComparison.Ordinal);
        Assert.True(
            html.IndexOf("<h2>Critical", StringComparison.Ordinal)
                < html.IndexOf("<h2>Exempted", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Write_MoreThanAPageHolds_SaysHowManyAreLeftOut()
    {
        var findings = Enumerable
            .Range(0, HtmlReport.MostFindings + 3)
            .Select(i => ReportSample.Failing with { Resource = ReportSample.Group with { Id = $"sg-{i}" } });

        var html = Write(ReportSample.Report with { Findings = [.. findings] });

        Assert.Contains("3 more findings are in the report's JSON", html, StringComparison.Ordinal);
        Assert.Equal(HtmlReport.MostFindings, Article().Count(html));
    }

    private static string Write(AuditReport report)
    {
        using var json = AuditReportJson.ToDocument(report);
        using var html = new StringWriter();
        HtmlReport.Write(html, json.RootElement, [ReportSample.Check], ReportSample.Time);
        return html.ToString();
    }

    [GeneratedRegex("<style>(?<css>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("<article ")]
    private static partial Regex Article();
}
