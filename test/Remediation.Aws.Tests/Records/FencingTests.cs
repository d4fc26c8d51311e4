using System.Collections.Immutable;
using Amazon.EC2.Model;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Aws.Tests.Contract;
using Remediation.Aws.Tests.Ledger;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Leases;
using Remediation.Engine.Ledgers;
using Remediation.Testing;
using Remediation.Testing.Emulator;
using SecurityGroup = Remediation.Core.Resources.SecurityGroups.SecurityGroup;

namespace Remediation.Aws.Tests.Records;

/// <summary>
/// An engine that is held up past its lease, as a frozen function is, and another that does the work meanwhile: the first one wakes with
/// a plan in its hand and must not carry it out, wherever it was held up.
/// </summary>
[Collection(EmulatorGroup.Name)]
public sealed class FencingTests(EmulatorFixture fixture)
{
    private const string Table = "remediation-ledger";
    private static readonly ImmutableArray<Check> Checks = [new SgOpenAdminPort()];

    private static Policy Policy { get; } =
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);

    [Theory]
    [InlineData("the plan was made, and nothing is recorded")]
    [InlineData("the intent is recorded, and nothing is done")]
    [InlineData("the first call is done, and the second is not")]
    public async Task Handle_PausedPastItsLease_ChangesNothingMore(string where)
    {
        var setting = await EmulatorAccount.OpenAsync(fixture);
        var group = setting.Setting.GroupId;
        await setting.Ec2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = group,
                IpPermissions =
                [
                    new()
                    {
                        IpProtocol = "tcp",
                        FromPort = 20,
                        ToPort = 25,
                        Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0", Description = "oops" }],
                    },
                ],
            }
        );
        var emulator = await fixture.CurrentAsync();
        await DynamoDbLedgerTests.CreateTableAsync(EmulatorAccount.Clients(emulator).CreateDynamoDb(), Table);
        var pause = new Pause();
        var time = new VirtualTime(Sample.Now);
        var (slow, slowAccount) = Make("slow", emulator, time, pause, where);
        var (quick, quickAccount) = Make("quick", emulator, time, new Pause(), "nowhere");

        var paused = slow.HandleAsync([EventFor(group)], CancellationToken.None);
        await pause.Reached.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        var callsBefore = slowAccount.Calls.Count;
        var early = Assert.Single(await quick.HandleAsync([EventFor(group)], CancellationToken.None));
        time.Advance(new LeaseOptions().Duration);
        // It settles what the first had begun, and finishes the work.
        var done = Assert.Single(await quick.HandleAsync([EventFor(group)], CancellationToken.None));
        var after = await setting.Setting.RulesAsync();
        pause.End();
        var woken = Assert.Single(await paused);

        Assert.Equal((Decision.Failed, true), (early.Decision, early.IsRetryable));
        Assert.Contains("another engine (slow) is at work", early.Reason, StringComparison.Ordinal);
        Assert.Equal((Decision.Reverted, ""), (done.Decision, done.Decision == Decision.Failed ? done.Reason : ""));
        Assert.Equal(["tcp/20-21 from 0.0.0.0/0 \"oops\"", "tcp/23-25 from 0.0.0.0/0 \"oops\""], after);
        // A call that was on its way when the engine froze arrives; none is begun after it.
        Assert.Equal(callsBefore, slowAccount.Calls.Count);
        Assert.Equal((Decision.Failed, true), (woken.Decision, woken.IsRetryable));
        Assert.Contains("lease", woken.Reason, StringComparison.Ordinal);
        Assert.Equal(after, await setting.Setting.RulesAsync());
        Assert.NotEmpty(quickAccount.Calls);
        var ledger = Ledger(EmulatorAccount.Clients(emulator));
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults);
        // As the queue does with what failed.
        var again = Assert.Single(await slow.HandleAsync([EventFor(group)], CancellationToken.None));
        Assert.Equal(Decision.Compliant, again.Decision);
        Assert.Equal(after, await setting.Setting.RulesAsync());
    }

    private static (Reconciler Engine, PausingAccount Account) Make(
        string owner,
        AwsEmulator emulator,
        TimeProvider time,
        Pause pause,
        string where
    )
    {
        var clients = EmulatorAccount.Clients(emulator);
        var account = new PausingAccount(
            AwsAccount.Open(clients),
            where.StartsWith("the first call", StringComparison.Ordinal) ? pause : null
        );
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = new PausingLedger(
                Ledger(clients),
                where.StartsWith("the plan", StringComparison.Ordinal) ? pause : null,
                where.StartsWith("the intent", StringComparison.Ordinal) ? pause : null
            ),
            Records = new DynamoDbRecords(clients.CreateDynamoDb(), Table, clients.Budget),
            Time = time,
            Owner = owner,
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = ContractSetting.AccountId,
            Region = ContractSetting.Region,
        };
        return (new(ports, new PolicyEvaluator(Policy, Checks), Checks, options), account);
    }

    private static DynamoDbLedger Ledger(AwsClients clients) =>
        new(clients.CreateDynamoDb(), Table, clients.Budget, null, null);

    private static ParsedEvent EventFor(string group) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = "e-1",
                Channel = EventChannel.Manual,
                Resources = [ContractSetting.Reference(ResourceTypes.SecurityGroup, group)],
                Actor = Actor.Unknown,
                Source = "test",
                Name = "manual",
                Time = Sample.Now,
                Account = ContractSetting.AccountId,
                Region = ContractSetting.Region,
            }
        );

    /// <summary>Where an engine is held up, once.</summary>
    private sealed class Pause
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void End() => _ended.TrySetResult();

        public Task HereAsync()
        {
            _reached.TrySetResult();
            return _ended.Task;
        }
    }

    private sealed class PausingAccount(IAccount account, Pause? afterFirstCall) : IAccount
    {
        public List<string> Calls { get; } = [];

        public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken) =>
            account.ReadAsync(reference, cancellationToken);

        public ValueTask<Surroundings> ReadSurroundingsAsync(
            ResourceState state,
            SurroundingKinds kinds,
            CancellationToken cancellationToken
        ) => account.ReadSurroundingsAsync(state, kinds, cancellationToken);

        public IAsyncEnumerable<ResourceState> ListAsync(string type, CancellationToken cancellationToken) =>
            account.ListAsync(type, cancellationToken);

        public async ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call.Operation);
            var outcome = await account.ExecuteAsync(call, cancellationToken);
            if (Calls.Count == 1 && afterFirstCall is not null)
            {
                await afterFirstCall.HereAsync();
            }
            return outcome;
        }
    }

    private sealed class PausingLedger(ILedger ledger, Pause? beforeIntent, Pause? afterIntent) : ILedger
    {
        private bool _isPaused;

        public async ValueTask<CallError?> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
        {
            var isFirst = entry.Kind == LedgerEntryKind.Intent && !_isPaused;
            _isPaused |= isFirst;
            if (isFirst && beforeIntent is not null)
            {
                await beforeIntent.HereAsync();
            }
            var error = await ledger.RecordAsync(entry, cancellationToken);
            if (isFirst && afterIntent is not null)
            {
                await afterIntent.HereAsync();
            }
            return error;
        }

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> HistoryAsync(
            ResourceId resource,
            CancellationToken cancellationToken
        ) => ledger.HistoryAsync(resource, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> RecentAsync(
            ResourceId resource,
            int most,
            CancellationToken cancellationToken
        ) => ledger.RecentAsync(resource, most, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> FollowingAsync(
            ResourceId resource,
            int after,
            int most,
            CancellationToken cancellationToken
        ) => ledger.FollowingAsync(resource, after, most, cancellationToken);

        public ValueTask<StoreAnswer<IReadOnlyList<LedgerRecord>>> ListAsync(CancellationToken cancellationToken) =>
            ledger.ListAsync(cancellationToken);

        public ValueTask<StoreAnswer<LedgerVerification>> VerifyAsync(CancellationToken cancellationToken) =>
            ledger.VerifyAsync(cancellationToken);
    }
}
