using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;
using Remediation.Engine;
using Remediation.Testing;

namespace Remediation.Checks.Tests;

/// <summary>The policy documents and the schema that ship, held to the real catalogue.</summary>
public sealed class PolicyDocumentsTests
{
    private static readonly IReadOnlyList<Core.Checks.CheckMetadata> Metadata =
    [
        .. CheckCatalog.All.Select(check => check.Metadata),
    ];

    public static TheoryData<string> Starters => [.. StarterPolicies.Names];

    [Theory]
    [MemberData(nameof(Starters))]
    public void Starter_Always_LoadsWithoutAWord(string name)
    {
        Assert.True(StarterPolicies.TryGet(name, out var text));

        var loaded = PolicyLoader.Load(text, $"{name}.yaml", name, Metadata);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(EnforcementMode.Observe, loaded.Policy!.Mode);
    }

    [Theory]
    [MemberData(nameof(Starters))]
    public void Starter_InEnforceMode_ClosesAllTrafficFromTheInternet(string name)
    {
        Assert.True(StarterPolicies.TryGet(name, out var text));
        var policy = PolicyLoader.Load(text, $"{name}.yaml", name, Metadata).Policy!;
        var group = Sample.Group("in -1 from 0.0.0.0/0", "in -1 from ::/0", "in tcp/443 from 0.0.0.0/0 \"site\"");

        var judgement = new Judge(new PolicyEvaluator(policy, CheckCatalog.All), Planner.Plan).Of(
            group,
            Surroundings.Unknown,
            Sample.Now
        );

        Assert.True(judgement.HasValidPlan);
        var after = judgement.Plan!.Calls.Aggregate(
            (ResourceState)group,
            (state, call) => StateChanges.Apply(state, call, Surroundings.Unknown).State!
        );
        var open = StateChanges.Allowed(after, Direction.Ingress, Surroundings.Unknown).ByAddress;
        Assert.Empty(open.AddressesOf(IpProtocol.Tcp, 22).ToCidrs());
        Assert.Equal("0.0.0.0/0", open.AddressesOf(IpProtocol.Tcp, 443).ToCidrs().First().ToString());
    }

    [Fact]
    public void Load_MisspeltCheck_NamesTheNearest()
    {
        var loaded = PolicyLoader.Load(
            "version: 1\nmode: observe\nchecks:\n  sg-open-admin-prot: { respond: revert }\n",
            "policy.yaml",
            "policy",
            Metadata
        );

        var error = Assert.Single(loaded.Diagnostics).ToString();
        Assert.StartsWith("policy.yaml(4,3): error:", error, StringComparison.Ordinal);
        Assert.Contains("sg-open-admin-port", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Published_IsThatOfTheCatalogue()
    {
        var path = Path.Combine(Repository.Root, "docs", "policy.schema.json");
        var schema = PolicySchema.Write(Metadata);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, schema);
        }

        Assert.True(File.Exists(path), "docs/policy.schema.json is missing; run the tests with UPDATE_DOCS=1");
        Assert.Equal(schema, File.ReadAllText(path));
    }
}
