using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Cli.Inputs;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Testing;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;

namespace Remediation.Cli.PolicyTesting;

/// <summary>Judges what each test names, as the commands would, and changes nothing.</summary>
/// <param name="policy">The policy that is tested.</param>
/// <param name="folder">The folder that the tests' files are named from.</param>
/// <param name="session">Told what is wrong with files.</param>
internal sealed class PolicyTestRunner(Policy policy, string folder, Session session)
{
    /// <summary>What the test came to, or null after the session was told why its files cannot be judged.</summary>
    public async Task<PolicyTestResult?> RunAsync(PolicyTestCase test, CancellationToken cancellationToken)
    {
        var tested = policy.HasUnitScopes ? policy.In([.. test.Units]) : policy;
        var time = test.At is { } at ? new GivenTime(at) : session.Time;
        var judged =
            test.Template is { } template ? await TemplateAsync(test, template, tested, time, cancellationToken)
            : test.Events.IsEmpty ? await AuditAsync(test, tested, time, cancellationToken)
            : await HandleAsync(test, tested, time, cancellationToken);
        return judged is null ? null : new(test, ExpectationReview.Of(test, judged));
    }

    private async Task<Judged?> TemplateAsync(
        PolicyTestCase test,
        string file,
        Policy tested,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var parameters = test.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}");
        if (TemplateInput.Load(Beside(file), parameters, session) is not { } template)
        {
            return null;
        }
        var report = await new TemplateAuditor(tested, CheckCatalog.All, time).AuditAsync(
            template,
            null,
            cancellationToken
        );
        var account = new SnapshotAccount(TemplateSnapshot.Of(template));
        return new(await ResourcesAsync(account, tested, cancellationToken), Standing(report.Findings), []);
    }

    private async Task<Judged?> AuditAsync(
        PolicyTestCase test,
        Policy tested,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (Open(test) is not var (account, baselines))
        {
            return null;
        }
        var auditor = new Auditor(new PolicyEvaluator(tested, CheckCatalog.All), time) { Baselines = baselines };
        var report = await auditor.AuditAsync(account, null, cancellationToken);
        return new(await ResourcesAsync(account, tested, cancellationToken), Standing(report.Findings), []);
    }

    private async Task<Judged?> HandleAsync(
        PolicyTestCase test,
        Policy tested,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (Open(test) is not var (account, baselines))
        {
            return null;
        }
        if (!EventInputs.Read(test.Events.Select(Beside), session.Input).TryGet(out var events, out var unread))
        {
            session.Refuse(unread);
            return null;
        }
        using var stores = StoresInput.InMemory();
        var ports = stores.PortsTo(account, time) with { Baselines = baselines };
        var reconciler = new Reconciler(
            ports,
            new PolicyEvaluator(tested, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = false, DeliverWithin = Timeout.InfiniteTimeSpan }
        );
        var outcomes = await reconciler.HandleAsync([.. events.Select(input => input.Event)], cancellationToken);
        var decided = outcomes
            .Where(outcome => outcome.Resource is not null)
            .Select(outcome => (outcome.Resource!, ReportWriter.Word(outcome.Decision)));
        return new(
            [.. decided.Select(made => made.Item1)],
            Standing(outcomes.SelectMany(outcome => outcome.Findings)),
            [.. decided]
        );
    }

    private (SnapshotAccount Account, Engine.Baselines.IBaselineStore Baselines)? Open(PolicyTestCase test)
    {
        if (AccountInput.Open(Beside(test.Snapshot!), session)?.Snapshot is not { } account)
        {
            return null;
        }
        var kept = test.Baselines is { } baselines ? Beside(baselines) : null;
        if (!BaselineInput.Open(kept, session).TryGet(out var store, out var error))
        {
            session.Refuse(error);
            return null;
        }
        return (account, store);
    }

    private string Beside(string file) => Path.Combine(folder, file);

    private static ImmutableArray<Finding> Standing(IEnumerable<Finding> findings) =>
        [.. findings.Where(finding => finding.Status is FindingStatus.Fail or FindingStatus.Unknown)];

    // Of what has no finding a report says nothing, and an expectation of what is not there would hold for ever.
    private static async Task<ImmutableArray<ResourceId>> ResourcesAsync(
        SnapshotAccount account,
        Policy tested,
        CancellationToken cancellationToken
    )
    {
        var resources = ImmutableArray.CreateBuilder<ResourceId>();
        foreach (var type in new PolicyEvaluator(tested, CheckCatalog.All).ResourceTypes)
        {
            await foreach (var state in account.ListAsync(type, cancellationToken))
            {
                resources.Add(state.Id);
            }
        }
        return resources.ToImmutable();
    }
}
