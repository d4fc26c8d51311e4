using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>A subnet is moved to a network ACL that lets through more. The event names that ACL, and neither the subnet nor the former.</summary>
public sealed class SubnetMovedTests
{
    private const string Subnets = """
        { "Subnets": [{ "SubnetId": "subnet-0a1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "OwnerId": "123456789012",
          "MapPublicIpOnLaunch": false }] }
        """;

    private readonly MemoryBaselines _baselines = new();
    private readonly RecordingTickets _tickets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_MovedToAWeakerAcl_MovesItBackAndWritesItDown()
    {
        await ApproveAsync(Account(usesStrict: true));
        var account = Account(usesStrict: false);

        var outcome = (await HandleAsync(account)).Single(item => item.Resource!.Type == ResourceTypes.Subnet);

        Assert.Equal((Decision.Reverted, true), (outcome.Decision, outcome.Verdict!.IsValid));
        Assert.Equal(
            """ec2 ReplaceNetworkAclAssociation {"AssociationId":"aclassoc-02","NetworkAclId":"acl-0a1"}""",
            Assert.Single(outcome.Plan!.Calls).ToString()
        );
        Assert.Equal("subnet-0a1", Assert.Single(account.Content.NetworkAcls["acl-0a1"].Associations).SubnetId);
        Assert.Empty(account.Content.NetworkAcls["acl-0b2"].Associations);
        var again = await HandleAsync(account);
        Assert.DoesNotContain(again, item => item.Decision == Decision.Reverted);
    }

    [Fact]
    public async Task Handle_FormerAclWeakenedAtTheSameTime_IsNotTakenForWhatItWas()
    {
        await ApproveAsync(Account(usesStrict: true));
        var account = Account(usesStrict: false, isFormerOpen: true);

        var outcome = (await HandleAsync(account)).Single(item => item.Resource!.Type == ResourceTypes.Subnet);

        Assert.Equal(Decision.Ticketed, outcome.Decision);
        Assert.Contains("acl-0a1", Assert.Single(outcome.Unplanned).Reason, StringComparison.Ordinal);
        Assert.Equal(
            "acl-0a1",
            ((Subnet)(await _baselines.ReadAsync(outcome.Resource!, Token)).Value!).NetworkAclId.Value
        );
    }

    [Fact]
    public async Task Handle_AclThatCannotBeRead_FailsAndComesBack()
    {
        var account = new ScriptedAccount
        {
            InterceptRead = _ => ReadOutcome.Failed(new("RequestLimitExceeded", "slow down"), isRetryable: true),
        };

        var outcomes = await HandleAsync(account);

        Assert.Contains(outcomes, outcome => outcome is { Decision: Decision.Failed, IsRetryable: true });
    }

    private async Task ApproveAsync(SnapshotAccount account)
    {
        foreach (var type in (string[])[ResourceTypes.Subnet, ResourceTypes.NetworkAcl])
        {
            await foreach (var state in account.ListAsync(type, Token))
            {
                await _baselines.KeepAsync(state, Engine.Baselines.BaselineReason.Approved("ann"), Token);
            }
        }
    }

    private async Task<ImmutableArray<Outcome>> HandleAsync(IAccount account)
    {
        var policy = Sample.Policy(checks: [("nacl-replaced", new() { Respond = Response.Revert })]);
        var reconciler = new Reconciler(
            new EnginePorts
            {
                Account = account,
                Ledger = new RecordingLedger(),
                Tickets = [_tickets],
                Time = new VirtualTime(),
                Records = new MemoryRecords(),
                Baselines = _baselines,
            },
            new PolicyEvaluator(policy, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true, VerifyDelays = [TimeSpan.Zero] }
        );
        var path = Path.Combine(Repository.Samples, "events", "replace-acl-association.json");
        var events = EventParser.Parse(await File.ReadAllBytesAsync(path, Token));
        return await reconciler.HandleAsync([.. events], Token);
    }

    private static SnapshotAccount Account(bool usesStrict, bool isFormerOpen = false)
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-subnets.json", Subnets),
            (
                "ec2.describe-network-acls.json",
                $$"""
                { "NetworkAcls": [
                  {{Acl("acl-0a1", isFormerOpen ? "0.0.0.0/0" : "10.0.0.0/8", usesStrict ? "aclassoc-01" : null)}},
                  {{Acl("acl-0b2", "0.0.0.0/0", usesStrict ? null : "aclassoc-02")}}] }
                """
            ),
            ("snapshot.json", """{ "account": "123456789012", "region": "us-east-1" }""")
        );
        return new(SnapshotReader.Load(folder.Path).Snapshot);
    }

    private static string Acl(string id, string block, string? association)
    {
        var associations = association is null
            ? ""
            : $$"""{ "NetworkAclAssociationId": "{{association}}", "NetworkAclId": "{{id}}", "SubnetId": "subnet-0a1" }""";
        return $$"""
            { "NetworkAclId": "{{id}}", "VpcId": "vpc-1", "OwnerId": "123456789012", "Associations": [{{associations}}],
              "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "{{block}}",
                "PortRange": { "From": 443, "To": 443 } }] }
            """;
    }
}
