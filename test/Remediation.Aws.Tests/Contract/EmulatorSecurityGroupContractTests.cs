using Amazon.EC2.Model;
using Remediation.Core.Resources;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract of security groups, passed by the account over EC2's API, and what only that account can show.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class EmulatorSecurityGroupContractTests(EmulatorFixture fixture) : SecurityGroupContract
{
    protected override Quirks Quirks => EmulatorAccount.KnownQuirks;

    protected override async Task<ContractSetting> OpenAsync() => (await EmulatorAccount.OpenAsync(fixture)).Setting;

    [Fact]
    public async Task Read_NameInTwoVpcs_FailsAndNamesBoth()
    {
        var account = await EmulatorAccount.OpenAsync(fixture);
        var vpc = await account.Ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.1.0.0/16" });
        var other = await EmulatorAccount.CreateGroupAsync(account.Ec2, vpc.Vpc.VpcId, "app", "another");
        var outcome = await account.Setting.Account.ReadAsync(
            ContractSetting.GroupNamed("app"),
            CancellationToken.None
        );
        Assert.Equal("AmbiguousGroupName", outcome.Error?.Code);
        Assert.Contains(other, outcome.Error!.Message);
        Assert.Contains(account.Setting.GroupId, outcome.Error.Message);
        Assert.False(outcome.IsRetryable);
    }

    [Fact]
    public async Task Read_NameWithWildcards_IsTakenToTheLetter()
    {
        var account = await EmulatorAccount.OpenAsync(fixture);
        var outcome = await account.Setting.Account.ReadAsync(
            ContractSetting.GroupNamed("ap*"),
            CancellationToken.None
        );
        Assert.True(outcome.IsNotFound);
    }

    [Theory]
    [InlineData("123456789012", "eu-west-1", "WrongRegion")]
    [InlineData("111122223333", "us-east-1", "WrongAccount")]
    public async Task Read_ReferenceToElsewhere_IsRefused(string accountId, string region, string code)
    {
        var setting = await OpenAsync();
        var reference = new ResourceReference(ResourceTypes.SecurityGroup, accountId, region) { Id = setting.GroupId };
        var outcome = await setting.Account.ReadAsync(reference, CancellationToken.None);
        Assert.Equal(code, outcome.Error?.Code);
        Assert.Null(outcome.State);
    }

    [Theory]
    [InlineData("""{"GroupId":"{group}","DryRun":true}""", "DryRun is not a parameter of this call")]
    [InlineData(
        """{"GroupId":"{group}","IpPermissions":[{"IpProtocol":"tcp","Prot":1}]}""",
        "IpPermissions[0].Prot is not a parameter of this call"
    )]
    [InlineData(
        """{"GroupId":"{group}","IpPermissions":[{"FromPort":"22"}]}""",
        "IpPermissions[0].FromPort must be a whole number, not \"22\""
    )]
    [InlineData("""{"GroupId":"{group}","IpPermissions":{}}""", "IpPermissions must be a list, not {}")]
    public async Task Execute_ParameterThatIsNotUnderstood_IsRefusedUnsent(string call, string reason)
    {
        var setting = await OpenAsync();
        var outcome = await setting.ExecuteAsync("AuthorizeSecurityGroupIngress", call);
        Assert.Equal("InvalidParameterValue", outcome.Error?.Code);
        Assert.Equal($"AuthorizeSecurityGroupIngress: {reason}", outcome.Error!.Message);
        Assert.Empty(await setting.RulesAsync());
    }
}
