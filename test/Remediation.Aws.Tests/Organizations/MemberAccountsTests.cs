using Remediation.Aws.Organizations;
using Remediation.Aws.Tests.Contract;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Organizations;

[Collection(EmulatorGroup.Name)]
public sealed class MemberAccountsTests(EmulatorFixture fixture)
{
    private static readonly MemberSettings Settings = new("remediation-spoke", "remediation/123456789012/remediation");

    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Open_AMember_ReadsAndChangesThere()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        using var there = await OpenSsh.CreateAsync(await MemberAccount.OpenAsync(emulator));
        var accounts = new MemberAccounts(home.Clients, Settings, _time);

        var access = await accounts.OpenAsync(MemberAccount.Id, "us-east-1", "e-1", CancellationToken.None);

        Assert.True(access.IsOpen, access.Error?.ToString());
        Assert.Equal("arn:aws:iam::222233334444:role/remediation-spoke", access.OwnPrincipal);
        var reference = new ResourceReference(ResourceTypes.SecurityGroup, MemberAccount.Id, "us-east-1")
        {
            Id = there.GroupId,
        };
        var read = await access.Account.ReadAsync(reference, CancellationToken.None);
        var group = Assert.IsType<SecurityGroup>(read.State);
        Assert.Equal(MemberAccount.Id, group.Id.Account);
        foreach (
            var call in SecurityGroupDiff.Between(
                group,
                group.WithRules([.. group.RulesOf(Core.Traffic.Direction.Egress)])
            )
        )
        {
            var outcome = await access.Account.ExecuteAsync(call.For(group.Id), CancellationToken.None);
            Assert.True(outcome.IsDone, outcome.Error?.ToString());
        }
        Assert.Empty(await there.SourcesAsync());
        Assert.Equal(2, (await home.SourcesAsync()).Count);
    }

    [Fact]
    public async Task Open_AnotherRegion_WorksThere()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        var accounts = new MemberAccounts(home.Clients, Settings, _time);

        var access = await accounts.OpenAsync(MemberAccount.Id, "eu-west-1", "e-1", CancellationToken.None);

        var states = new List<ResourceState>();
        await foreach (var state in access.Account!.ListAsync(ResourceTypes.SecurityGroup, CancellationToken.None))
        {
            states.Add(state);
        }
        Assert.All(states, state => Assert.Equal((MemberAccount.Id, "eu-west-1"), (state.Id.Account, state.Id.Region)));
        Assert.NotEmpty(states);
    }

    // One session for one purpose: CloudTrail then tells which event a call answers.
    [Fact]
    public async Task Open_Again_IsTheSameUntilTheCredentialsAgeOrThePurposeIsAnother()
    {
        var emulator = await fixture.EmptyAsync();
        using var home = await OpenSsh.CreateAsync(emulator);
        var time = new VirtualTime(DateTimeOffset.UtcNow);
        var accounts = new MemberAccounts(home.Clients, Settings, time);
        async Task<object?> OpenAsync(string purpose) =>
            (await accounts.OpenAsync(MemberAccount.Id, "us-east-1", purpose, CancellationToken.None)).Account;

        var first = await OpenAsync("e-1");

        Assert.Same(first, await OpenAsync("e-1"));
        Assert.NotSame(first, await OpenAsync("e-2"));
        time.Advance(TimeSpan.FromMinutes(50));
        Assert.NotSame(first, await OpenAsync("e-1"));
    }

    [Fact]
    public async Task Open_AccountThatIsNotListed_IsRefusedWithoutACall()
    {
        var clients = AwsClients.Create(new() { Region = "us-east-1", EndpointUrl = "http://127.0.0.1:9" }).Value;
        var accounts = new MemberAccounts(clients, Settings with { Accounts = ["111122223333"] }, _time);

        var access = await accounts.OpenAsync(MemberAccount.Id, "us-east-1", "e-1", CancellationToken.None);

        Assert.False(access.IsRetryable);
        Assert.Contains("222233334444 is not among the accounts", access.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e-1", "remediation-e-1")]
    [InlineData("20000000-0000-4000-8000-000000000002", "remediation-20000000-0000-4000-8000-000000000002")]
    [InlineData("a b/ü", "remediation-a-b--")]
    public void SessionName_IsMadeOfWhatStsTakes(string purpose, string name) =>
        Assert.Equal(name, MemberAccounts.SessionName(purpose));

    [Fact]
    public void SessionName_IsNoLongerThanStsTakes() =>
        Assert.Equal(64, MemberAccounts.SessionName(new('x', 100)).Length);
}
