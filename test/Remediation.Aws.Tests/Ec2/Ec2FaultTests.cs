using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Remediation.Aws.Ec2;
using Remediation.Aws.Tests.Contract;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine;

namespace Remediation.Aws.Tests.Ec2;

/// <summary>How the account behaves where the network or AWS does not: what the emulator cannot play.</summary>
public sealed class Ec2FaultTests
{
    private const string Revoke = "RevokeSecurityGroupIngress";

    private static readonly RequestBudget _quick = new(
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(12),
        2
    );

    private static readonly ApiCall _call = Calls.Ec2(
        Revoke,
        """{"GroupId":"sg-1","SecurityGroupRuleIds":["sgr-1"]}"""
    );

    private static readonly ResourceReference _group = ContractSetting.Reference(ResourceTypes.SecurityGroup, "sg-1");

    [Fact]
    public async Task List_SeveralPages_FollowsThemToTheEnd()
    {
        await using var ec2 = new ScriptedEc2(Pages);
        var groups = new List<SecurityGroup>();
        await foreach (
            var state in ScriptedEc2
                .Account(ec2.Endpoint, _quick)
                .ListAsync(ResourceTypes.SecurityGroup, CancellationToken.None)
        )
        {
            groups.Add((SecurityGroup)state);
        }
        Assert.Equal(["sg-1", "sg-2", "sg-3"], groups.Select(group => group.Id.Id));
        Assert.All(
            groups,
            group =>
                Assert.Equal(
                    ["tcp/1 from 192.0.2.0/24", "tcp/2 from 192.0.2.0/24"],
                    group.Rules.Select(rule => rule.ToString())
                )
        );
        Assert.Equal(3, ec2.Count("DescribeSecurityGroups"));
        Assert.Equal(6, ec2.Count("DescribeSecurityGroupRules"));
    }

    [Fact]
    public async Task List_PageThatIsDenied_StopsWithTheReason()
    {
        await using var ec2 = new ScriptedEc2(request =>
            request.ContainsKey("NextToken")
                ? ScriptedEc2.Error(403, "UnauthorizedOperation", "not you")
                : Pages(request)
        );
        var account = ScriptedEc2.Account(ec2.Endpoint, _quick);
        var thrown = await Assert.ThrowsAsync<AccountException>(async () =>
        {
            await foreach (var _ in account.ListAsync(ResourceTypes.NetworkAcl, CancellationToken.None)) { }
        });
        Assert.Equal("UnauthorizedOperation", thrown.Error.Code);
        Assert.False(thrown.IsRetryable);
    }

    [Fact]
    public async Task List_PageThatFollowsItself_Ends()
    {
        await using var ec2 = new ScriptedEc2(request =>
            ScriptedEc2.Answer(request["Action"], "<networkAclSet/><nextToken>again</nextToken>")
        );
        var account = ScriptedEc2.Account(ec2.Endpoint, _quick);
        await Assert.ThrowsAsync<AccountException>(async () =>
        {
            await foreach (var _ in account.ListAsync(ResourceTypes.NetworkAcl, CancellationToken.None)) { }
        });
        Assert.Equal(2, ec2.Count("DescribeNetworkAcls"));
    }

    [Theory]
    [InlineData(503, "RequestLimitExceeded")]
    [InlineData(400, "Throttling")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "Unavailable")]
    public async Task Execute_PassingErrorToTheEnd_IsRetriedThenRetryable(int status, string code)
    {
        await using var ec2 = new ScriptedEc2(_ => ScriptedEc2.Error(status, code, "later"));
        var clock = Stopwatch.StartNew();
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.True(clock.Elapsed < _quick.Total + TimeSpan.FromSeconds(2), clock.Elapsed.ToString());
        Assert.True(outcome.IsRetryable);
        Assert.Contains(outcome.Error?.Code, new[] { code, AwsFailure.Timeout });
        Assert.InRange(ec2.Count(Revoke), 2, _quick.Retries + 1);
    }

    [Theory]
    [InlineData("modify-in-progress")]
    [InlineData("restore-in-progress")]
    public async Task Surroundings_PrefixListStillBeingChanged_IsUnknownForNow(string state)
    {
        await using var ec2 = new ScriptedEc2(request =>
            ScriptedEc2.Answer(
                request["Action"],
                $"<prefixListSet><item><prefixListId>pl-9</prefixListId><state>{state}</state></item></prefixListSet>"
            )
        );

        var surroundings = await ScriptedEc2
            .Account(ec2.Endpoint, _quick)
            .ReadSurroundingsAsync(Referring("123456789012", ""), SurroundingKinds.PrefixLists, CancellationToken.None);

        Assert.True(surroundings.PrefixList("pl-9").MayBeKnownLater);
        Assert.Contains(state, surroundings.PassingFailure, StringComparison.Ordinal);
        Assert.Equal(0, ec2.Count("GetManagedPrefixListEntries"));
    }

    [Fact]
    public async Task Surroundings_Throttled_AreUnknownForNowAndThoseDeniedForGood()
    {
        await using var throttled = new ScriptedEc2(_ => ScriptedEc2.Error(503, "RequestLimitExceeded", "later"));
        await using var denied = new ScriptedEc2(_ => ScriptedEc2.Error(403, "UnauthorizedOperation", "not you"));

        var late = await ScriptedEc2
            .Account(throttled.Endpoint, _quick)
            .ReadSurroundingsAsync(Referring("123456789012", ""), SurroundingKinds.PrefixLists, CancellationToken.None);
        var never = await ScriptedEc2
            .Account(denied.Endpoint, _quick)
            .ReadSurroundingsAsync(Referring("123456789012", ""), SurroundingKinds.PrefixLists, CancellationToken.None);

        Assert.NotNull(late.PassingFailure);
        Assert.Null(never.PassingFailure);
    }

    [Fact]
    public async Task Execute_ThrottledOnce_IsDone()
    {
        var requests = 0;
        await using var ec2 = new ScriptedEc2(request =>
            requests++ == 0
                ? ScriptedEc2.Error(503, "RequestLimitExceeded", "slow down")
                : ScriptedEc2.Answer(request["Action"], "<return>true</return>")
        );
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.Null(outcome.Error);
        Assert.Equal(2, ec2.Count(Revoke));
    }

    [Fact]
    public async Task Execute_AccessDenied_IsRefusedAtOnceWithTheRequestId()
    {
        await using var ec2 = new ScriptedEc2(_ => ScriptedEc2.Error(403, "UnauthorizedOperation", "not you"));
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.Equal("UnauthorizedOperation", outcome.Error?.Code);
        Assert.Equal("not you (request r-2)", outcome.Error!.Message);
        Assert.False(outcome.IsRetryable);
        Assert.Equal(1, ec2.Count(Revoke));
    }

    [Fact]
    public async Task Execute_MalformedAnswer_IsNotKnownToBeDone()
    {
        await using var ec2 = new ScriptedEc2(_ => (200, "<RevokeSecurityGroupIngressResponse><return>tr"));
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.Equal(AwsFailure.Malformed, outcome.Error?.Code);
        Assert.True(outcome.IsRetryable);
    }

    [Fact]
    public async Task Execute_NoCredentials_IsRefusedUnsentWithTheReason()
    {
        await using var ec2 = new ScriptedEc2(request => ScriptedEc2.Answer(request["Action"], ""));
        var clients = AwsClients.Create(
            new()
            {
                Region = "us-east-1",
                EndpointUrl = ec2.Endpoint,
                Credentials = new NoCredentials(),
            }
        );
        var account = new Ec2Account(clients.Value.CreateEc2(), "us-east-1", _quick);
        var outcome = await account.ExecuteAsync(_call, CancellationToken.None);
        Assert.Equal(AwsFailure.NotSent, outcome.Error?.Code);
        Assert.Equal("there are no credentials", outcome.Error!.Message);
        Assert.Empty(ec2.Requests);
    }

    [Theory]
    [InlineData("<return>false</return>", "RequestFailed")]
    [InlineData(
        "<return>true</return><unknownIpPermissionSet><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort></item></unknownIpPermissionSet>",
        CallError.PermissionNotFound
    )]
    [InlineData(
        "<return>false</return><unknownIpPermissionSet><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort></item></unknownIpPermissionSet>",
        CallError.PermissionNotFound
    )]
    public async Task Execute_SuccessThatIsNone_IsRefused(string content, string code)
    {
        await using var ec2 = new ScriptedEc2(request => ScriptedEc2.Answer(request["Action"], content));
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.Equal(code, outcome.Error?.Code);
        Assert.False(outcome.IsRetryable);
    }

    [Fact]
    public async Task Execute_AnyCall_NamesTheProduct()
    {
        await using var ec2 = new ScriptedEc2(request => ScriptedEc2.Answer(request["Action"], ""));
        await ScriptedEc2.Account(ec2.Endpoint, _quick).ExecuteAsync(_call, CancellationToken.None);
        Assert.Contains("app/remediation", Assert.Single(ec2.UserAgents));
    }

    [Fact]
    public async Task Read_ClosedPort_FailsWithinTheBudget()
    {
        var clock = Stopwatch.StartNew();
        var account = ScriptedEc2.Account($"http://127.0.0.1:{ScriptedEc2.FreePort()}/", RequestBudget.Default);
        var outcome = await account.ReadAsync(_group, CancellationToken.None);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
        Assert.True(outcome.IsRetryable, outcome.Error?.ToString());
        Assert.False(outcome.IsNotFound);
    }

    [Fact]
    public async Task Read_EndpointThatNeverAnswers_FailsWithinTheBudget()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var clock = Stopwatch.StartNew();
        var account = ScriptedEc2.Account($"http://{listener.LocalEndpoint}/", RequestBudget.Default);
        var outcome = await account.ReadAsync(_group, CancellationToken.None);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
        Assert.Equal(AwsFailure.Timeout, outcome.Error?.Code);
        Assert.True(outcome.IsRetryable);
    }

    [Fact]
    public async Task Read_CancelledByTheCaller_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await using var ec2 = new ScriptedEc2(request =>
        {
            cancelled.Cancel();
            return Pages(request);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await ScriptedEc2.Account(ec2.Endpoint, _quick).ReadAsync(_group, cancelled.Token)
        );
    }

    [Fact]
    public async Task ReadSurroundings_AccessDenied_IsUnknownWithTheReason()
    {
        await using var ec2 = new ScriptedEc2(_ => ScriptedEc2.Error(403, "UnauthorizedOperation", "not you"));
        var surroundings = await ScriptedEc2
            .Account(ec2.Endpoint, _quick)
            .ReadSurroundingsAsync(
                Referring("123456789012", ""),
                SurroundingKinds.Attachments | SurroundingKinds.ReferencedGroups | SurroundingKinds.PrefixLists,
                CancellationToken.None
            );
        Assert.StartsWith("UnauthorizedOperation", surroundings.Attachments.UnknownReason);
        Assert.StartsWith("UnauthorizedOperation", surroundings.ReferencedGroup("sg-9").UnknownReason);
        Assert.StartsWith("UnauthorizedOperation", surroundings.PrefixList("pl-9").UnknownReason);
    }

    [Theory]
    [InlineData("active", "sg-9", true, false)]
    [InlineData("active", "sg-8", false, false)]
    [InlineData("deleted", "sg-8", true, false)]
    [InlineData("", "sg-8", false, true)]
    public async Task ReadSurroundings_GroupOfAnotherAccount_IsAsPeeringAndEc2Say(
        string peeringStatus,
        string staleGroup,
        bool isAbsent,
        bool isUnknown
    )
    {
        await using var ec2 = new ScriptedEc2(request =>
            ScriptedEc2.Answer(
                request["Action"],
                request["Action"] == "DescribeStaleSecurityGroups"
                    ? $"<staleSecurityGroupSet><item><groupId>sg-1</groupId><staleIpPermissions><item><groups><item>"
                        + $"<groupId>{staleGroup}</groupId></item></groups></item></staleIpPermissions></item></staleSecurityGroupSet>"
                    : ""
            )
        );
        var surroundings = await ScriptedEc2
            .Account(ec2.Endpoint, _quick)
            .ReadSurroundingsAsync(
                Referring("111122223333", peeringStatus),
                SurroundingKinds.ReferencedGroups,
                CancellationToken.None
            );
        var fact = surroundings.ReferencedGroup("sg-9");
        Assert.Equal(isAbsent, fact.IsAbsent);
        Assert.Equal(isUnknown, fact.UnknownReason is not null);
    }

    [Fact]
    public async Task Read_RuleThatIsNotUnderstood_IsNamedUnreadable()
    {
        await using var ec2 = new ScriptedEc2(request =>
            request["Action"] == "DescribeSecurityGroupRules"
                ? ScriptedEc2.Answer(
                    request["Action"],
                    "<securityGroupRuleSet><item><securityGroupRuleId>sgr-7</securityGroupRuleId><isEgress>false</isEgress>"
                        + "<ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort></item></securityGroupRuleSet>"
                )
                : Pages(request)
        );
        var outcome = await ScriptedEc2.Account(ec2.Endpoint, _quick).ReadAsync(_group, CancellationToken.None);
        var unreadable = Assert.Single(outcome.State!.Unreadable);
        Assert.StartsWith("rule sgr-7: its peer", unreadable);
    }

    private static SecurityGroup Referring(string account, string peeringStatus) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, "sg-1", "123456789012", "us-east-1"),
            VpcId = "vpc-1",
            Rules =
            [
                new(
                    Direction.Ingress,
                    Service.All,
                    new SecurityGroupPeer("sg-9") { UserId = account, PeeringStatus = peeringStatus }
                ),
                new(Direction.Ingress, Service.All, new PrefixListPeer("pl-9")),
            ],
        };

    // Three groups on three pages, and the two rules of each on two.
    private static (int Status, string Body) Pages(IReadOnlyDictionary<string, string> request)
    {
        var page = int.Parse(request.GetValueOrDefault("NextToken", "1"));
        var (items, last) = request["Action"] switch
        {
            "DescribeSecurityGroups" => (
                $"<securityGroupInfo><item><groupId>sg-{page}</groupId><ownerId>123456789012</ownerId></item></securityGroupInfo>",
                3
            ),
            "DescribeSecurityGroupRules" => (
                $"<securityGroupRuleSet><item><securityGroupRuleId>sgr-{page}</securityGroupRuleId>"
                    + $"<groupId>{request["Filter.1.Value.1"]}</groupId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol>"
                    + $"<fromPort>{page}</fromPort><toPort>{page}</toPort><cidrIpv4>192.0.2.0/24</cidrIpv4></item></securityGroupRuleSet>",
                2
            ),
            _ => ("", 2),
        };
        var next = page < last ? $"<nextToken>{page + 1}</nextToken>" : "";
        return ScriptedEc2.Answer(request["Action"], items + next);
    }
}
