using Remediation.Core.Policies;
using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class PolicyCommandTests
{
    [Fact]
    public async Task Validate_StarterPolicies_TellsWhatIsInForce()
    {
        var run = await CommandRun.At(100, ["policy", "validate", .. StarterPolicies.Names]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Holds("policy-validate", run.Output);
    }

    [Fact]
    public async Task Validate_SeveralFiles_TellsEveryErrorAndExitsWithTwo()
    {
        using var scratch = new Scratch();
        var bad = scratch.Write("bad.yaml", "version: 1\nmode: enforced\ncheks: {}\n");

        var run = await CommandRun.OfAsync("policy", "validate", bad, Samples.AdminPortsOnly);

        Assert.Equal(2, run.Code);
        Assert.Contains("bad.yaml(2,7): error:", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml(3,1): error:", run.Error, StringComparison.Ordinal);
        Assert.Contains("admin-ports-only.yaml: valid", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_StarterPolicy_PrintsTheDocumentItself()
    {
        Assert.True(StarterPolicies.TryGet("strict", out var text));

        Assert.Equal(text, (await CommandRun.OfAsync("policy", "show", "strict")).Output);
    }

    [Fact]
    public async Task Show_MissingFile_IsRefused()
    {
        var run = await CommandRun.OfAsync("policy", "show", "stricter");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("stricter: there is no such file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_LayeredAccount_WritesAPolicyUnderWhichItHasNoFlowFinding()
    {
        using var scratch = new Scratch();
        var file = scratch["learned.yaml"];

        var run = await CommandRun.OfAsync("policy", "learn", Samples.Layered, "--out", file);
        var audit = await CommandRun.OfAsync(
            "audit",
            "--snapshot",
            Samples.Layered,
            "--policy",
            file,
            "--format",
            "json"
        );

        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
        Assert.Contains(
            "securityGroups: { tags: { \"Layer\": \"Web\" } }",
            File.ReadAllText(file),
            StringComparison.Ordinal
        );
        Assert.Equal(0, audit.Code);
        Assert.DoesNotContain("flow-not-allowed", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_Twice_PrintsTheSame()
    {
        var once = await CommandRun.OfAsync("policy", "learn", Samples.Account);

        Assert.Equal(0, once.Code);
        Assert.Equal(once.Output, (await CommandRun.OfAsync("policy", "learn", Samples.Account)).Output);
    }

    [Fact]
    public async Task Learn_TerraformPlan_GivesAPolicyThatLoads()
    {
        using var scratch = new Scratch();
        var plan = Path.Combine(Repository.Samples, "terraform", "shop-plan.json");

        var learned = await CommandRun.OfAsync("policy", "learn", plan, "--out", scratch["learned.yaml"]);

        Assert.Equal((0, "", ""), (learned.Code, learned.Output, learned.Error));
        Assert.Equal(0, (await CommandRun.OfAsync("policy", "validate", scratch["learned.yaml"])).Code);
        Assert.Contains(
            "{ from: \"loadbalancer\", to: \"web\", allow: [tcp/8080, tcp/9000-9001] }",
            File.ReadAllText(scratch["learned.yaml"]),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("main.tf", "resource \"aws_security_group\" \"web\" {}")]
    [InlineData("plan.tfplan", "PK")]
    [InlineData("state.json", "{ \"version\": 4, \"terraform_version\": \"1.9.5\", \"lineage\": \"a\" }")]
    public async Task Learn_WhatOnlyTerraformUnderstands_SaysWhatToGive(string name, string content)
    {
        using var scratch = new Scratch(name);

        var run = await CommandRun.OfAsync("policy", "learn", scratch.Write(name, content));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("terraform show -json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_FolderWithoutGroups_IsRefused()
    {
        using var scratch = new Scratch();

        var run = await CommandRun.OfAsync("policy", "learn", scratch.Root);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("there is nothing to learn from", run.Error, StringComparison.Ordinal);
    }

    // The guidance's own examples where they are at hand, else a sample of the same shape.
    [Theory]
    [InlineData("example1-security-groups.json")]
    [InlineData("no-such-example")]
    public async Task Learn_Template_GivesAPolicyThatLoads(string seed)
    {
        using var scratch = new Scratch(seed);
        var shared = Path.Combine(Repository.Root, "..", "shared", "seed", seed);
        var template = File.Exists(shared)
            ? shared
            : Path.Combine(Repository.Samples, "templates", "layered-groups.json");
        var file = scratch["learned.yaml"];

        var learned = await CommandRun.OfAsync("policy", "learn", template, "--out", file);

        Assert.Equal(0, learned.Code);
        Assert.Equal(0, (await CommandRun.OfAsync("policy", "validate", file)).Code);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("flows:", text, StringComparison.Ordinal);
        Assert.Contains("tiers:", text, StringComparison.Ordinal);
    }
}
