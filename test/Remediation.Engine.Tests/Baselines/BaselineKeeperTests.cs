using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Baselines;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Baselines;

/// <summary>What may become a baseline through the loop, and what may not.</summary>
public sealed class BaselineKeeperTests : IDisposable
{
    private static readonly Check Check = new SgOpenAdminPort();

    private readonly string _folder = Directory.CreateTempSubdirectory("remediation-baselines-").FullName;
    private readonly FolderBaselines _store;

    public BaselineKeeperTests() => _store = new(_folder, TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(EnforcementMode.Enforce)]
    [InlineData(EnforcementMode.Observe)]
    public async Task Handle_CompliantState_BecomesTheBaselineInEitherMode(EnforcementMode mode)
    {
        var state = Sample.Group("in tcp/443 from 0.0.0.0/0");

        await HandleAsync(state, Sample.Policy(mode: mode));

        Assert.Equal(state.Fingerprint, (await BaselineAsync()).Value?.Fingerprint);
    }

    [Fact]
    public async Task Handle_FailingState_LeavesTheBaselineOfBefore()
    {
        var good = Sample.Group("in tcp/443 from 0.0.0.0/0");
        await HandleAsync(good, Sample.Policy());

        await HandleAsync(Sample.Group("in tcp/22 from 0.0.0.0/0"), Sample.Policy(mode: EnforcementMode.Observe));

        Assert.Equal(good.Fingerprint, (await BaselineAsync()).Value?.Fingerprint);
    }

    [Fact]
    public async Task Handle_StateOfWhichSomethingIsUnknown_IsNotKept()
    {
        await HandleAsync(Sample.Group("in tcp/22 from pl-0123"), Sample.Policy());

        Assert.True((await BaselineAsync()).IsAbsent);
    }

    [Fact]
    public async Task Handle_ExemptedState_IsNotKept()
    {
        var exemption = new Exemption(
            "EX-1",
            Check.Metadata.Id,
            Sample.GroupId,
            new(2099, 1, 1),
            "netsec@example.com",
            "a test"
        );

        var outcome = await HandleAsync(
            Sample.Group("in tcp/22 from 0.0.0.0/0"),
            Sample.Policy() with
            {
                Exemptions = [exemption],
            }
        );

        Assert.Equal(Decision.Compliant, outcome.Decision);
        Assert.True((await BaselineAsync()).IsAbsent);
    }

    [Fact]
    public async Task Handle_DryRun_KeepsNothing()
    {
        await HandleAsync(Sample.Group("in tcp/443 from 0.0.0.0/0"), Sample.Policy(), apply: false);

        Assert.True((await BaselineAsync()).IsAbsent);
    }

    [Fact]
    public async Task Handle_StoreThatCannotBeWritten_FailsAndIsTriedAgain()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "states"),
            "in the way",
            TestContext.Current.CancellationToken
        );

        var outcome = await HandleAsync(Sample.Group("in tcp/443 from 0.0.0.0/0"), Sample.Policy());

        Assert.Equal(Decision.Failed, outcome.Decision);
        Assert.True(outcome.IsRetryable);
        Assert.Contains("baseline was not kept", outcome.Reason, StringComparison.Ordinal);
    }

    private ValueTask<Fact<ResourceState>> BaselineAsync() =>
        _store.ReadAsync(Sample.Group().Id, CancellationToken.None);

    private async Task<Outcome> HandleAsync(ResourceState state, Policy policy, bool apply = true)
    {
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = new ScriptedAccount(state),
                Ledger = new RecordingLedger(),
                Tickets = [new RecordingTickets()],
                Time = TimeProvider.System,
                Baselines = _store,
            },
            new PolicyEvaluator(policy, [Check]),
            [Check],
            new() { Apply = apply, VerifyDelays = [TimeSpan.Zero] }
        );
        var parsed = ParsedEvent.Understood(
            new()
            {
                EventId = "e-1",
                Channel = EventChannel.Manual,
                Resources = [state.Id.ToReference()],
                Actor = new() { DisplayName = "alice" },
                Source = "ec2.amazonaws.com",
                Name = "remediate",
                Time = Sample.Now,
                Account = state.Id.Account,
                Region = state.Id.Region,
            }
        );
        return Assert.Single(await reconciler.HandleAsync([parsed], CancellationToken.None));
    }
}
