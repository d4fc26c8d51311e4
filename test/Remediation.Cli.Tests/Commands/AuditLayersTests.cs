using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

/// <summary>What a person sees who audits the layers beside security groups: every fault by the name of its check.</summary>
public sealed class AuditLayersTests
{
    [Theory]
    [InlineData("waf-storefront", "waf-geo-rule-by-address", "waf-ip-set-single-family", "waf-log-destination-invalid")]
    [InlineData("network-firewall", "nfw-order-mismatch", "nfw-cleartext-from-any", "nfw-ipv6-unconsidered")]
    [InlineData("endpoints", "vpce-policy-open", "flow-log-missing")]
    public async Task Audit_AccountOfOneLayer_NamesItsFaults(string account, params string[] checks)
    {
        var folder = Path.Combine(Repository.Samples, "accounts", account);

        var run = await CommandRun.OfAsync("audit", "--snapshot", folder, "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Subset(Checks(run), checks.ToHashSet(StringComparer.Ordinal));
    }

    // The guidance's own examples where they are at hand, else samples of the same shape.
    [Theory]
    [InlineData(
        "example1-security-groups.json",
        "layered-groups.json",
        "template-undefined-reference",
        "template-circular-dependency",
        "sg-unrestricted-egress"
    )]
    [InlineData(
        "example2-network-firewall.yaml",
        "edge-protection.yaml",
        "nfw-order-mismatch",
        "nfw-cleartext-from-any",
        "nfw-ipv6-unconsidered"
    )]
    public async Task Audit_TemplateOfTheGuidance_NamesItsFaults(string seed, string own, params string[] checks)
    {
        var shared = Path.Combine(Repository.Root, "..", "shared", "seed", seed);
        var file = File.Exists(shared) ? shared : Path.Combine(Repository.Samples, "templates", own);

        var run = await CommandRun.OfAsync("audit", "--template", file, "--policy", "layered", "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Subset(Checks(run), checks.ToHashSet(StringComparer.Ordinal));
    }

    // What is said in words says of which rule; the figures of the first line add up.
    [Fact]
    public async Task Audit_Table_NamesTheRuleAndCountsWhatIsUnknownApart()
    {
        var storefront = await CommandRun.OfAsync("audit", "--snapshot", Samples.Of("waf-storefront"));
        var endpoints = await CommandRun.OfAsync("audit", "--snapshot", Samples.Of("endpoints"), "--policy", "layered");
        var firewall = await CommandRun.OfAsync("audit", "--snapshot", Samples.Of("network-firewall"));

        Assert.Matches(@"\S+: its name says countries", storefront.Output);
        Assert.Matches(@"sid \d+: any source to", firewall.Output);
        Assert.Contains(
            "6 findings: 1 high, 1 medium, 2 low · 2 unknown",
            endpoints.Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal
        );
    }

    private static HashSet<string> Checks(CommandRun run) =>
        run
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Select(finding => finding.GetProperty("check").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
}
