using System.Collections.Immutable;
using Amazon.EC2.Model;
using Amazon.S3;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Aws.Tests.Contract;
using Remediation.Aws.Tests.Ledger;
using Remediation.Checks.SecurityGroups;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Records;

/// <summary>Engines that truly run at the same time on one resource, and share nothing but AWS.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class ConcurrentEnginesTests(EmulatorFixture fixture)
{
    private const string Table = "remediation-ledger";
    private const string Bucket = "remediation-states";

    private static readonly ImmutableArray<Check> Checks = [new SgOpenAdminPort()];

    private static Policy Policy { get; } =
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task Handle_EnginesAtOnceOnOneGroup_RemediateItOnce(int engines)
    {
        var account = await EmulatorAccount.OpenAsync(fixture);
        var group = account.Setting.GroupId;
        await account.Ec2.AuthorizeSecurityGroupIngressAsync(
            new AuthorizeSecurityGroupIngressRequest
            {
                GroupId = group,
                IpPermissions = [Tcp(20, 25, "oops"), Tcp(443, 443, "web")],
            }
        );
        var emulator = await fixture.CurrentAsync();
        var clients = EmulatorAccount.Clients(emulator);
        await DynamoDbLedgerTests.CreateTableAsync(clients.CreateDynamoDb(), Table);
        await clients.CreateS3().PutBucketAsync(Bucket, TestContext.Current.CancellationToken);
        var together = new TaskCompletionSource();
        var works = Enumerable.Range(0, engines).Select(i => WorkAsync($"engine-{i}", emulator, group, together.Task));
        var running = works.ToList();
        together.SetResult();

        var outcomes = await Task.WhenAll(running);

        Assert.Single(outcomes, outcome => outcome.Decision == Decision.Reverted);
        Assert.All(
            outcomes,
            outcome => Assert.Contains(outcome.Decision, (Decision[])[Decision.Reverted, Decision.Compliant])
        );
        var ledger = Ledger(clients);
        var entries = (await ledger.ListAsync(CancellationToken.None)).Value!.Select(record => record.Entry).ToList();
        Assert.Equal([LedgerEntryKind.Intent, LedgerEntryKind.Outcome], entries.Select(entry => entry.Kind));
        Assert.True(entries[1].Succeeded);
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Value!.Faults);
        var read = await AwsAccount.Open(clients).ReadAsync(Reference(group), CancellationToken.None);
        Assert.Equal(
            ["tcp/20-21 from 0.0.0.0/0", "tcp/23-25 from 0.0.0.0/0", "tcp/443 from 0.0.0.0/0"],
            Assert
                .IsType<Core.Resources.SecurityGroups.SecurityGroup>(read.State)
                .Rules.Select(rule => rule.ToString())
                .Order(StringComparer.Ordinal)
        );
    }

    // Like the queue, it gives a message again that came to nothing for now.
    private static async Task<Outcome> WorkAsync(string owner, AwsEmulator emulator, string group, Task together)
    {
        var clients = EmulatorAccount.Clients(emulator);
        var ports = new EnginePorts
        {
            Account = AwsAccount.Open(clients),
            Ledger = Ledger(clients),
            Records = new DynamoDbRecords(clients.CreateDynamoDb(), Table, clients.Budget),
            Time = TimeProvider.System,
            Owner = owner,
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = ContractSetting.AccountId,
            Region = ContractSetting.Region,
        };
        var reconciler = new Reconciler(ports, new PolicyEvaluator(Policy, Checks), Checks, options);
        await together;
        for (var delivery = 1; ; delivery++)
        {
            var outcome = Assert.Single(await reconciler.HandleAsync([EventFor(group)], CancellationToken.None));
            if (outcome is not { Decision: Decision.Failed, IsRetryable: true } || delivery == 5)
            {
                return outcome;
            }
        }
    }

    private static DynamoDbLedger Ledger(AwsClients clients) =>
        new(clients.CreateDynamoDb(), Table, clients.Budget, clients.CreateS3(), Bucket);

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

    private static ParsedEvent EventFor(string group) =>
        ParsedEvent.Understood(
            new()
            {
                EventId = "e-1",
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
}
