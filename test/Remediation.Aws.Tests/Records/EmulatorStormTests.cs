using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Amazon.EC2;
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
using Remediation.Testing;
using Remediation.Testing.Emulator;
using Policy = Remediation.Core.Policies.Policy;
using SecurityGroup = Remediation.Core.Resources.SecurityGroups.SecurityGroup;

namespace Remediation.Aws.Tests.Records;

/// <summary>
/// A storm of shuffled and repeated events on many groups and several engines, which share nothing but AWS: the table of leases and
/// ledger, and the groups themselves. The like of the storm in memory, as large as the emulator bears.
/// </summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorStormTests(EmulatorFixture fixture, ITestOutputHelper output)
{
    private const int Groups = 60;
    private const int EventsPerGroup = 16;
    private const int Engines = 3;
    private const int BatchSize = 10;
    private const string Table = "remediation-ledger";

    // One that adds what is left of the rule, and one that revokes it.
    private const int FewestCalls = 2;

    private static readonly ImmutableArray<Check> Checks = [new SgOpenAdminPort()];

    [Fact]
    public async Task Storm_EnginesWithLeasesInDynamoDb_RemediateEachGroupOnce()
    {
        var emulator = await fixture.EmptyAsync();
        var clients = EmulatorAccount.Clients(emulator);
        await DynamoDbLedgerTests.CreateTableAsync(clients.CreateDynamoDb(), Table);
        var groups = await MakeGroupsAsync(clients.CreateEc2());
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var queue = new ConcurrentQueue<ParsedEvent>(Shuffled(groups, new Random(seed)));
        var accounts = Enumerable
            .Range(0, Engines)
            .Select(_ => new CountingAccount(AwsAccount.Open(EmulatorAccount.Clients(emulator))))
            .ToList();

        await Task.WhenAll(accounts.Select((account, i) => Task.Run(() => WorkAsync(i, emulator, queue, account))));

        var (reads, mutations) = (accounts.Sum(account => account.Reads), accounts.Sum(account => account.Mutations));
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Groups * EventsPerGroup} events on {Groups} groups: {mutations} mutations, {reads} reads"
            )
        );
        Assert.InRange(mutations, Groups * FewestCalls, 2 * Groups * FewestCalls);
        Assert.Equal(Groups * FewestCalls, mutations);
        Assert.All(accounts, account => Assert.True(account.Mutations > 0, "an engine had nothing to do"));
        await CompliantAsync(AwsAccount.Open(clients), groups);
        await OnceEachAsync(clients, groups);
    }

    private static async Task CompliantAsync(IAccount account, IReadOnlyList<string> groups)
    {
        foreach (var id in groups)
        {
            var read = await account.ReadAsync(Reference(id), CancellationToken.None);
            var group = Assert.IsType<SecurityGroup>(read.State);
            Assert.False(Sample.Evaluate(Checks[0], group, Policy).Result.IsFail);
            Assert.Equal(
                ["tcp/20-21 from 0.0.0.0/0", "tcp/23-25 from 0.0.0.0/0", "tcp/443 from 0.0.0.0/0"],
                group
                    .Rules.Where(rule => rule.Direction == Core.Traffic.Direction.Ingress)
                    .Select(rule => rule.ToString())
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    private static async Task OnceEachAsync(AwsClients clients, IReadOnlyList<string> groups)
    {
        var ledger = Ledger(clients);
        var entries = (await ledger.ListAsync(CancellationToken.None)).Value!.Select(record => record.Entry).ToList();
        Assert.Equal(
            groups.Order(StringComparer.Ordinal),
            entries
                .Where(entry => entry.Kind == LedgerEntryKind.Intent)
                .Select(entry => entry.Resource.Id)
                .Order(StringComparer.Ordinal)
        );
        // One whose record did not come through in time says so, and is there.
        Assert.All(
            entries.Where(entry => entry.Kind == LedgerEntryKind.Outcome),
            entry =>
                Assert.True(
                    entry.Succeeded == true || entry.Error!.Contains("not recorded", StringComparison.Ordinal),
                    entry.Error
                )
        );
        var verified = (await ledger.VerifyAsync(CancellationToken.None)).Value!;
        Assert.Empty(verified.Faults);
        Assert.Equal((Groups, 2 * Groups), (verified.Resources, verified.Entries));
    }

    private static Policy Policy { get; } =
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]) with
        {
            Guardrails = new() { MaxChangesPerHour = null },
        };

    private static async Task WorkAsync(
        int engine,
        AwsEmulator emulator,
        ConcurrentQueue<ParsedEvent> queue,
        CountingAccount account
    )
    {
        var clients = EmulatorAccount.Clients(emulator);
        var ports = new EnginePorts
        {
            Account = account,
            Ledger = Ledger(clients),
            Records = new DynamoDbRecords(clients.CreateDynamoDb(), Table, clients.Budget),
            Time = TimeProvider.System,
            Owner = string.Create(CultureInfo.InvariantCulture, $"engine-{engine}"),
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = ContractSetting.AccountId,
            Region = ContractSetting.Region,
        };
        var reconciler = new Reconciler(ports, new PolicyEvaluator(Policy, Checks), Checks, options);
        while (Batch(queue) is { Count: > 0 } batch)
        {
            var outcomes = await reconciler.HandleAsync(batch, CancellationToken.None);
            foreach (var failed in outcomes.Where(outcome => outcome.Decision == Decision.Failed))
            {
                Assert.True(failed.IsRetryable, failed.Reason);
                queue.Enqueue(failed.Event);
            }
        }
    }

    private static List<ParsedEvent> Batch(ConcurrentQueue<ParsedEvent> queue)
    {
        var batch = new List<ParsedEvent>();
        while (batch.Count < BatchSize && queue.TryDequeue(out var next))
        {
            batch.Add(next);
        }
        return batch;
    }

    private static async Task<IReadOnlyList<string>> MakeGroupsAsync(AmazonEC2Client ec2)
    {
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var groups = new List<string>();
        for (var i = 0; i < Groups; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"app-{i}");
            var group = await EmulatorAccount.CreateGroupAsync(ec2, vpc, name, "the application");
            await ec2.AuthorizeSecurityGroupIngressAsync(
                new AuthorizeSecurityGroupIngressRequest
                {
                    GroupId = group,
                    IpPermissions = [Tcp(20, 25, "oops"), Tcp(443, 443, "web")],
                }
            );
            groups.Add(group);
        }
        return groups;
    }

    // Every second one is the same event again.
    private static ParsedEvent[] Shuffled(IReadOnlyList<string> groups, Random random)
    {
        var events = Enumerable
            .Range(0, Groups * EventsPerGroup)
            .Select(i => EventFor(string.Create(CultureInfo.InvariantCulture, $"e-{i / 2}"), groups[i % Groups]))
            .ToArray();
        random.Shuffle(events);
        return events;
    }

    private static DynamoDbLedger Ledger(AwsClients clients) =>
        new(clients.CreateDynamoDb(), Table, clients.Budget, null, null);

    private static IpPermission Tcp(int from, int to, string description) =>
        new()
        {
            IpProtocol = "tcp",
            FromPort = from,
            ToPort = to,
            Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0", Description = description }],
        };

    private static ResourceReference Reference(string group) =>
        ContractSetting.Reference(ResourceTypes.SecurityGroup, group);

    private static ParsedEvent EventFor(string id, string group) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = id,
                Channel = EventChannel.Manual,
                Resources = [Reference(group)],
                Actor = Actor.Unknown,
                Source = "test",
                Name = "manual",
                Time = Sample.Now,
                Account = ContractSetting.AccountId,
                Region = ContractSetting.Region,
            }
        );

    /// <summary>Counts what an engine asks of the account.</summary>
    private sealed class CountingAccount(IAccount account) : IAccount
    {
        private int _reads;
        private int _mutations;

        public int Reads => _reads;

        public int Mutations => _mutations;

        public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return account.ReadAsync(reference, cancellationToken);
        }

        public ValueTask<Surroundings> ReadSurroundingsAsync(
            ResourceState state,
            SurroundingKinds kinds,
            CancellationToken cancellationToken
        ) => account.ReadSurroundingsAsync(state, kinds, cancellationToken);

        public IAsyncEnumerable<ResourceState> ListAsync(string type, CancellationToken cancellationToken) =>
            account.ListAsync(type, cancellationToken);

        public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _mutations);
            return account.ExecuteAsync(call, cancellationToken);
        }
    }
}
