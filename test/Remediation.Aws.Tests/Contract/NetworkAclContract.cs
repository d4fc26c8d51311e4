using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Aws.Tests.Contract;

/// <summary>What each call on a network ACL does and refuses, as EC2's API reference says.</summary>
public abstract class NetworkAclContract : AccountContract
{
    private const string Create = "CreateNetworkAclEntry";
    private const string Replace = "ReplaceNetworkAclEntry";
    private const string Delete = "DeleteNetworkAclEntry";

    private const string Ssh = """
        {"NetworkAclId":"{acl}","RuleNumber":100,"Protocol":"6","RuleAction":"allow","Egress":false,
         "CidrBlock":"192.0.2.0/24","PortRange":{"From":22,"To":22}}
        """;

    [Fact]
    public async Task Read_MissingAcl_IsNotFound()
    {
        var setting = await OpenAsync();
        var reference = ContractSetting.Reference(ResourceTypes.NetworkAcl, "acl-0123456789abcdef0");
        var outcome = await setting.Account.ReadAsync(reference, CancellationToken.None);
        if (Has(Quirks.ConfusesMissingAcls))
        {
            Assert.Equal("InvalidRouteTableID.NotFound", outcome.Error?.Code);
            return;
        }
        Assert.True(outcome.IsNotFound, outcome.Error?.ToString());
    }

    [Fact]
    public async Task Read_Acl_TellsWhatItIs()
    {
        var setting = await OpenAsync();
        var acl = await setting.ReadAclAsync();
        Assert.Equal(setting.Acl.ResourceId, acl.Id);
        Assert.Equal(setting.VpcId, acl.VpcId);
        Assert.False(acl.IsDefault);
        Assert.Empty(await setting.EntriesAsync());
    }

    [Fact]
    public async Task List_Acls_GivesEveryAclWithItsEntries()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, Ssh);
        var acls = new Dictionary<string, NetworkAcl>(StringComparer.Ordinal);
        await foreach (var state in setting.Account.ListAsync(ResourceTypes.NetworkAcl, CancellationToken.None))
        {
            acls.Add(state.Id.Id, Assert.IsType<NetworkAcl>(state));
        }
        Assert.Equal((await setting.ReadAclAsync()).Fingerprint, acls[setting.AclId].Fingerprint);
        Assert.NotEmpty(acls[setting.AclId].Entries);
    }

    [Theory]
    [InlineData(
        """ "RuleNumber":100,"Protocol":"6","RuleAction":"allow","Egress":false,"CidrBlock":"192.0.2.0/24","PortRange":{"From":22,"To":25} """,
        "ingress 100 allow tcp/22-25 from 192.0.2.0/24"
    )]
    [InlineData(
        """ "RuleNumber":1,"Protocol":"-1","RuleAction":"deny","Egress":true,"Ipv6CidrBlock":"2001:db8::/32" """,
        "egress 1 deny all traffic to 2001:db8::/32"
    )]
    [InlineData(
        """ "RuleNumber":32766,"Protocol":"17","RuleAction":"allow","Egress":false,"CidrBlock":"0.0.0.0/0","PortRange":{"From":0,"To":65535} """,
        "ingress 32766 allow udp from 0.0.0.0/0"
    )]
    [InlineData(
        """ "RuleNumber":7,"Protocol":"50","RuleAction":"deny","Egress":false,"CidrBlock":"192.0.2.0/24" """,
        "ingress 7 deny protocol 50 from 192.0.2.0/24"
    )]
    public async Task Create_Entry_AddsIt(string entry, string expected)
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, $$"""{"NetworkAclId":"{acl}",{{entry}}}""");
        Assert.Equal([expected], await setting.EntriesAsync());
    }

    [Theory]
    [InlineData(
        """ "Protocol":"1","CidrBlock":"192.0.2.0/24","IcmpTypeCode":{"Type":8,"Code":-1} """,
        "icmp type 8 from 192.0.2.0/24",
        "icmp from 192.0.2.0/24"
    )]
    [InlineData(
        """ "Protocol":"58","Ipv6CidrBlock":"2001:db8::/32","IcmpTypeCode":{"Type":1,"Code":4} """,
        "icmpv6 type 1 code 4 from 2001:db8::/32",
        "icmpv6 from 2001:db8::/32"
    )]
    public async Task Create_IcmpEntry_KeepsItsType(string entry, string expected, string withoutType)
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(
            Create,
            $$"""{"NetworkAclId":"{acl}","RuleNumber":5,"RuleAction":"allow","Egress":false,{{entry}}}"""
        );
        var text = Has(Quirks.LosesIcmpTypes) ? withoutType : expected;
        Assert.Equal([$"ingress 5 allow {text}"], await setting.EntriesAsync());
    }

    [Fact]
    public async Task Create_TakenNumber_IsRefused()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, Ssh);
        await setting.RefusedAsync(CallError.EntryAlreadyExists, Create, Ssh);
        Assert.Single(await setting.EntriesAsync());
    }

    [Fact]
    public async Task Create_SameNumberOtherDirection_AddsIt()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, Ssh);
        await setting.DoneAsync(Create, Ssh.Replace("false", "true", StringComparison.Ordinal));
        Assert.Equal(
            ["ingress 100 allow tcp/22 from 192.0.2.0/24", "egress 100 allow tcp/22 to 192.0.2.0/24"],
            await setting.EntriesAsync()
        );
    }

    [Fact]
    public async Task Create_MissingAcl_IsRefused()
    {
        var setting = await OpenAsync();
        var call = Ssh.Replace("{acl}", "acl-0123456789abcdef0", StringComparison.Ordinal);
        await setting.RefusedAsync(CallError.AclNotFound, Create, call);
    }

    [Fact]
    public async Task Create_ImpossibleNumber_IsRefused()
    {
        var setting = await OpenAsync();
        var call = Ssh.Replace("100", "0", StringComparison.Ordinal);
        if (Has(Quirks.AcceptsImpossibleNumbers))
        {
            await setting.DoneAsync(Create, call);
            Assert.Equal(["ingress 0 allow tcp/22 from 192.0.2.0/24"], await setting.EntriesAsync());
            return;
        }
        await setting.RefusedAsync(CallError.InvalidParameter, Create, call);
    }

    [Fact]
    public async Task Create_BeyondTheQuota_IsRefused()
    {
        var setting = await OpenAsync();
        for (var number = 1; number <= NetworkAcl.DefaultEntryQuota; number++)
        {
            await setting.DoneAsync(Create, Ssh.Replace("100", $"{number}", StringComparison.Ordinal));
        }
        if (Has(Quirks.HasNoEntryQuota))
        {
            await setting.DoneAsync(Create, Ssh);
            Assert.Equal(NetworkAcl.DefaultEntryQuota + 1, (await setting.EntriesAsync()).Length);
            return;
        }
        await setting.RefusedAsync(CallError.EntryLimitExceeded, Create, Ssh);
    }

    [Fact]
    public async Task Replace_Entry_ChangesItInPlace()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, Ssh);
        await setting.DoneAsync(Replace, Ssh.Replace("allow", "deny", StringComparison.Ordinal));
        Assert.Equal(["ingress 100 deny tcp/22 from 192.0.2.0/24"], await setting.EntriesAsync());
    }

    [Fact]
    public async Task Delete_Entry_RemovesThatDirectionAlone()
    {
        var setting = await OpenAsync();
        await setting.DoneAsync(Create, Ssh);
        await setting.DoneAsync(Create, Ssh.Replace("false", "true", StringComparison.Ordinal));
        await setting.DoneAsync(Delete, """{"NetworkAclId":"{acl}","RuleNumber":100,"Egress":false}""");
        Assert.Equal(["egress 100 allow tcp/22 to 192.0.2.0/24"], await setting.EntriesAsync());
    }

    [Theory]
    [InlineData(Replace, Ssh)]
    [InlineData(Delete, """{"NetworkAclId":"{acl}","RuleNumber":100,"Egress":false}""")]
    public async Task Execute_OnMissingEntry_IsRefused(string operation, string call)
    {
        var setting = await OpenAsync();
        if (Has(Quirks.FailsOnMissingEntries))
        {
            await setting.FailsOnServerAsync(operation, call);
            return;
        }
        await setting.RefusedAsync(CallError.EntryNotFound, operation, call);
    }
}
