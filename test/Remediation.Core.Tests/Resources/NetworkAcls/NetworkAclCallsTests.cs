using Remediation.Core.Planning;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Tests.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using static Remediation.Core.Tests.Resources.NetworkAcls.NetworkAclDiffTests;

namespace Remediation.Core.Tests.Resources.NetworkAcls;

public sealed class NetworkAclCallsTests
{
    private static readonly NetworkAcl Sample = Acl("100 allow 443 0.0.0.0/0", "32767 deny all 0.0.0.0/0");

    [Theory]
    [InlineData(
        "CreateNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":100,"Protocol":"-1","RuleAction":"deny","CidrBlock":"0.0.0.0/0"}""",
        CallError.EntryAlreadyExists
    )]
    [InlineData(
        "CreateNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":101,"Protocol":"-1","RuleAction":"deny","CidrBlock":"0.0.0.0/0"}""",
        CallError.EntryLimitExceeded
    )]
    [InlineData(
        "CreateNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":101,"Protocol":"nonsense","RuleAction":"deny","CidrBlock":"0.0.0.0/0"}""",
        CallError.InvalidParameter
    )]
    [InlineData(
        "ReplaceNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":true,"RuleNumber":100,"Protocol":"-1","RuleAction":"deny","CidrBlock":"0.0.0.0/0"}""",
        CallError.EntryNotFound
    )]
    [InlineData(
        "ReplaceNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":32767,"Protocol":"-1","RuleAction":"allow","CidrBlock":"0.0.0.0/0"}""",
        CallError.InvalidParameter
    )]
    [InlineData(
        "DeleteNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":32767}""",
        CallError.InvalidParameter
    )]
    [InlineData(
        "DeleteNetworkAclEntry",
        """{"NetworkAclId":"acl-1","Egress":false,"RuleNumber":99}""",
        CallError.EntryNotFound
    )]
    [InlineData(
        "DeleteNetworkAclEntry",
        """{"NetworkAclId":"acl-2","Egress":false,"RuleNumber":100}""",
        CallError.AclNotFound
    )]
    [InlineData("DeleteNetworkAcl", """{"NetworkAclId":"acl-1"}""", CallError.UnknownOperation)]
    public void Apply_RefusedCall_GivesTheCodeOfEc2(string operation, string parameters, string code)
    {
        var applied = NetworkAclCalls.Apply(Sample, SecurityGroupCallsTests.Call(operation, parameters), quota: 1);

        Assert.Equal(code, applied.Error?.Code);
    }

    [Fact]
    public void Replace_IcmpOfIPv6_WritesTypeAndCode()
    {
        var entry = new NetworkAclEntry(
            Direction.Egress,
            100,
            NetworkAclAction.Allow,
            Service.Of(IpProtocol.IcmpV6, 128 << 8, (128 << 8) | 0xFF),
            Cidr.AnyIPv6
        );

        Assert.Equal(
            """{"NetworkAclId":"acl-1","Egress":true,"RuleNumber":100,"Protocol":"58","RuleAction":"allow","Ipv6CidrBlock":"::/0","IcmpTypeCode":{"Code":-1,"Type":128}}""",
            NetworkAclCalls.Replace(Sample, entry).ParametersJson
        );
    }

    [Fact]
    public void Apply_Replace_ChangesOnlyThatEntry()
    {
        var entry = Sample.Entries[0] with { Action = NetworkAclAction.Deny };

        var after = NetworkAclCalls.Apply(Sample, NetworkAclCalls.Replace(Sample, entry)).State!;

        Assert.Equal([entry, Sample.Entries[1]], after.Entries);
    }
}
