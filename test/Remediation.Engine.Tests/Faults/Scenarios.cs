using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>Every way in which something is wrong in the sample accounts, check by check and all checks together.</summary>
public static class Scenarios
{
    /// <summary>Whatever is wrong in the sample accounts, as they are.</summary>
    public static async Task<ImmutableArray<Scenario>> OfSamplesAsync()
    {
        var scenarios = ImmutableArray.CreateBuilder<Scenario>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Repository.Samples, "accounts")).Order())
        {
            var account = SnapshotReader.Load(folder).Snapshot;
            await foreach (var scenario in OfAsync(Path.GetFileName(folder), account, []))
            {
                scenarios.Add(scenario);
            }
        }
        return scenarios.ToImmutable();
    }

    /// <summary>A load balancer whose web ACL was taken away, and one that was moved to another without any rule.</summary>
    public static async Task<ImmutableArray<Scenario>> OfStorefrontAsync()
    {
        var folder = Path.Combine(Repository.Samples, "accounts", "waf-storefront");
        var link = await File.ReadAllTextAsync(Path.Combine(folder, StorefrontLink));
        var decoy = link.Replace("storefront-protection", "decoy", StringComparison.Ordinal)
            .Replace("0f1e2d3c", "99999999", StringComparison.Ordinal);
        return
        [
            .. await OfStorefrontAsync(folder, "unprotected", (StorefrontLink, "{}")),
            .. await OfStorefrontAsync(
                folder,
                "moved",
                (StorefrontLink, decoy),
                ("wafv2.get-web-acl.decoy.json", decoy),
                ("wafv2.get-logging-configuration.decoy.json", "{}")
            ),
        ];
    }

    private const string StorefrontLink = "wafv2.get-web-acl-for-resource.storefront.json";

    private static async Task<ImmutableArray<Scenario>> OfStorefrontAsync(
        string folder,
        string name,
        params (string Name, string Text)[] changed
    )
    {
        var before = SnapshotReader.Load(folder).Snapshot;
        using var after = new SnapshotFolder();
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, Path.Combine(after.Path, Path.GetFileName(file)));
        }
        foreach (var (file, text) in changed)
        {
            await File.WriteAllTextAsync(Path.Combine(after.Path, file), text);
        }
        var account = SnapshotReader.Load(after.Path).Snapshot;
        var scenarios = ImmutableArray.CreateBuilder<Scenario>();
        await foreach (var scenario in OfAsync(name, account, [.. before.Documents.Values]))
        {
            scenarios.Add(scenario);
        }
        return scenarios.ToImmutable();
    }

    /// <summary>Every resource of an account that a plan exists for or a ticket: under all checks, and under each alone.</summary>
    public static async IAsyncEnumerable<Scenario> OfAsync(
        string name,
        Snapshot account,
        ImmutableArray<ResourceState> baselines
    )
    {
        Func<IAccount> open = () => new SnapshotAccount(account);
        var policy = Reverting([.. CheckCatalog.All.Select(check => check.Metadata.Id)]);
        foreach (var type in CheckCatalog.All.SelectMany(check => check.Metadata.ResourceTypes).Distinct())
        {
            if (account.WhyUnlisted(type) is not null)
            {
                continue;
            }
            await foreach (var state in new SnapshotAccount(account).ListAsync(type, CancellationToken.None))
            {
                var outcome = await DryRunAsync(open(), policy, baselines, state.Id);
                ImmutableArray<string> settled = outcome.Verdict is { IsValid: true }
                    ? [.. outcome.Plan!.CheckIds]
                    : [];
                if (outcome.Decision is Decision.Reverted or Decision.Ticketed)
                {
                    yield return new($"{name} {state.Id.Id}", open, policy, baselines, state.Id, settled);
                }
                foreach (var check in settled.Length > 1 ? settled : [])
                {
                    yield return new(
                        $"{name} {state.Id.Id} {check}",
                        open,
                        Reverting([check]),
                        baselines,
                        state.Id,
                        [check]
                    );
                }
            }
        }
    }

    // What a dry run says of it.
    public static async Task<Outcome> DryRunAsync(
        IAccount account,
        Policy policy,
        ImmutableArray<ResourceState> baselines,
        ResourceId target
    )
    {
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = new MemoryLedger(),
            Baselines = new MemoryBaselines([.. baselines]),
            Time = new VirtualTime(),
        };
        var evaluator = new PolicyEvaluator(policy, CheckCatalog.All);
        var reconciler = new Reconciler(ports, evaluator, CheckCatalog.All, new());
        return (await reconciler.HandleAsync([FaultRun.Event("dry", target)], CancellationToken.None)).Single();
    }

    // The layered policy, with these checks reverting and all others only watching.
    public static Policy Reverting(ImmutableHashSet<string> checks)
    {
        var policy = Layered.Value;
        var settings = policy.Checks;
        foreach (var check in CheckCatalog.All)
        {
            var id = check.Metadata.Id;
            var response = checks.Contains(id) ? Response.Revert : Response.Observe;
            settings = settings.SetItem(
                id,
                settings.GetValueOrDefault(id, CheckSettings.Nothing).With(new() { Respond = response })
            );
        }
        return policy with { Mode = EnforcementMode.Enforce, Checks = settings };
    }

    private static Lazy<Policy> Layered { get; } =
        new(() =>
        {
            Assert.True(StarterPolicies.TryGet("layered", out var text));
            return Load(text);
        });

    /// <summary>A policy from its text.</summary>
    public static Policy Load(string text)
    {
        var loaded = PolicyLoader.Load(
            text,
            "policy.yaml",
            "test",
            [.. CheckCatalog.All.Select(check => check.Metadata)]
        );
        Assert.NotNull(loaded.Policy);
        return loaded.Policy;
    }
}
