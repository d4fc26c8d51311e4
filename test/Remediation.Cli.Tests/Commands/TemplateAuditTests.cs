using System.Text.Json;
using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class TemplateAuditTests
{
    private static readonly string Groups = Path.Combine(Repository.Samples, "templates", "layered-groups.json");
    private static readonly string Office = Path.Combine(Repository.Samples, "templates", "office-access.yaml");

    public static TheoryData<string> Published =>
        [
            .. new[]
            {
                Path.Combine(Repository.Samples, "templates"),
                Path.Combine(Repository.Recordings ?? "", "templates"),
            }
                .Where(Directory.Exists)
                .SelectMany(Directory.GetFiles)
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public async Task Audit_LayeredGroups_NamesEachFault()
    {
        var run = await CommandRun.OfAsync("audit", "--template", Groups, "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Contains("there is no section Resources", run.Error, StringComparison.Ordinal);
        Assert.Equal(Groups, run.Json.GetProperty("template").GetString());
        Assert.Equal(
            [
                "ShopNetwork is not defined",
                "BalancerGroup is not defined",
                "JumpGroup is not defined",
                "MemoryGroup is not defined",
            ],
            OffendingOf(run, "template-undefined-reference")
        );
        Assert.Equal(
            ["FrontGroup -> ServiceGroup -> FrontGroup", "ServiceGroup -> StoreGroup -> ServiceGroup"],
            OffendingOf(run, "template-circular-dependency").Order(StringComparer.Ordinal)
        );
        var egress = Assert.Single(FindingsOf(run, "sg-unrestricted-egress"));
        Assert.Equal("StoreGroup", egress.GetProperty("resource").GetProperty("id").GetString());
        Assert.Equal($"{Groups}:68", egress.GetProperty("place").GetString());
        Assert.StartsWith(
            "AWS's default",
            egress.GetProperty("evidence")[0].GetProperty("description").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Audit_WhatOnlyDeploymentTells_IsNotAskedFor()
    {
        var run = await CommandRun.OfAsync("audit", "--template", Groups, "--format", "json");

        Assert.Empty(FindingsOf(run, "sg-unused"));
        Assert.Empty(FindingsOf(run, "sg-stale-reference"));
        Assert.Empty(run.Json.GetProperty("plans").EnumerateArray());
    }

    [Fact]
    public async Task Audit_ParameterWithoutValue_IsUnknownOnlyWhereItDecides()
    {
        var run = await CommandRun.OfAsync("audit", "--template", Office, "--format", "json");

        var unknown = FindingsOf(run, "sg-open-admin-port")
            .Single(finding => finding.GetProperty("status").GetString() == "unknown");
        Assert.Equal(
            $"rule {Office}:26 allows tcp/22 from OfficeCidr, and what OfficeCidr holds is not known: "
                + "parameter OfficeCidr has no default",
            unknown.GetProperty("unknowns")[0].GetString()
        );
        Assert.Equal(
            "nor can be told what these say: sg-open-high-risk-port, sg-open-unauthorized-port",
            unknown.GetProperty("unknowns")[1].GetString()
        );
        Assert.Single(
            run.Json.GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("status").GetString() == "unknown"
        );
        Assert.Equal(["tcp/3389 from 0.0.0.0/0"], OffendingOf(run, "sg-open-admin-port"));
    }

    [Fact]
    public async Task Audit_GivenParameters_Decide()
    {
        string[] given = ["--parameter", "OfficeCidr=203.0.113.0/24", "--parameter", "Stage=live"];

        var run = await CommandRun.OfAsync(["audit", "--template", Office, "--format", "json", .. given]);

        Assert.Equal(["tcp/22 from 203.0.113.0/24"], OffendingOf(run, "sg-open-admin-port"));
    }

    [Fact]
    public async Task Audit_Table_ShowsWhereEachResourceIsWritten()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("t.yaml", File.ReadAllText(Office));

        var run = await CommandRun.OfAsync("audit", "--template", file, "--details", "--fail-on", "critical");

        Assert.Equal(1, run.Code);
        Assert.Contains($"{file}:20", run.Output, StringComparison.Ordinal);
        Assert.Contains("it is not deployed yet; mend the template", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("any-region-1 ·", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public async Task Audit_PublishedTemplate_IsJudgedWhole(string file)
    {
        var run = await CommandRun.OfAsync("audit", "--template", file, "--policy", "strict", "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.True(run.Json.GetProperty("summary").GetProperty("resources").GetInt32() >= 1);
        Assert.All(
            run.Json.GetProperty("findings").EnumerateArray(),
            finding =>
                Assert.NotEqual(
                    0,
                    finding.GetProperty("evidence").GetArrayLength() + finding.GetProperty("unknowns").GetArrayLength()
                )
        );
    }

    [Fact]
    public async Task Audit_LayersOfTheGuidance_NamesEachFault()
    {
        // The guidance's own examples lie beside the repository where it is worked on; the samples have their shapes.
        var seed = Path.Combine(Repository.Root, "..", "shared", "seed");
        if (!Directory.Exists(seed))
        {
            await Audit_LayeredGroups_NamesEachFault();
            return;
        }
        var groups = Path.Combine(seed, "example1-security-groups.json");

        var run = await CommandRun.OfAsync("audit", "--template", groups, "--format", "json");

        Assert.Equal(
            [
                "MainVPC is not defined",
                "LoadBalancerSecurityGroup is not defined",
                "BastionSecurityGroup is not defined",
                "CacheSecurityGroup is not defined",
            ],
            OffendingOf(run, "template-undefined-reference")
        );
        Assert.Equal(
            [
                "AppTierSecurityGroup -> DatabaseSecurityGroup -> AppTierSecurityGroup",
                "AppTierSecurityGroup -> WebTierSecurityGroup -> AppTierSecurityGroup",
            ],
            OffendingOf(run, "template-circular-dependency").Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["DatabaseSecurityGroup"],
            FindingsOf(run, "sg-unrestricted-egress")
                .Select(finding => finding.GetProperty("resource").GetProperty("id").GetString())
        );
    }

    [Theory]
    [InlineData("--template FILE", new[] { "audit" })]
    [InlineData("one of them", new[] { "audit", "--template", "t.yaml", "--live" })]
    [InlineData("--parameter goes with --template", new[] { "audit", "--live", "--parameter", "A=b" })]
    [InlineData(
        "--parameter A: it is not of the form NAME=VALUE",
        new[] { "audit", "--template", "t", "--parameter", "A" }
    )]
    [InlineData("there is no such file", new[] { "audit", "--template", "nowhere.yaml" })]
    public async Task Audit_WrongUse_IsRefused(string message, string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 }, "it is not text in UTF-8")]
    [InlineData(new byte[] { (byte)'{' }, "t.yaml(1,2): error: not valid")]
    public async Task Audit_FileThatIsNoTemplate_IsRefused(byte[] content, string message)
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["t.yaml"], content);

        var run = await CommandRun.OfAsync("audit", "--template", scratch["t.yaml"]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> FindingsOf(CommandRun run, string check) =>
        run
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Where(finding => finding.GetProperty("check").GetString() == check);

    private static IEnumerable<string?> OffendingOf(CommandRun run, string check) =>
        FindingsOf(run, check)
            .SelectMany(finding => finding.GetProperty("evidence").EnumerateArray())
            .Select(evidence => evidence.GetProperty("offending").GetString());
}
