using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

public sealed class NaclUnusedTests
{
    private static readonly NaclUnused Check = new();

    [Fact]
    public void Evaluate_NoSubnet_FailsAsLow() =>
        Assert.Equal(Severity.Low, Assert.Single(Evaluate(Acl(isDefault: false)).Evidence).Severity);

    [Fact]
    public void Evaluate_OneSubnet_Passes() =>
        Assert.Same(
            CheckResult.Pass,
            Evaluate(Acl(isDefault: false, new NetworkAclAssociation("aclassoc-1", "subnet-1")))
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Evaluate_DefaultAcl_IsNotApplicable(bool isUsed)
    {
        var result = Evaluate(
            isUsed ? Acl(isDefault: true, new NetworkAclAssociation("a", "s")) : Acl(isDefault: true)
        );

        Assert.Equal("the default network ACL cannot be deleted", result.NotApplicableReason);
    }

    [Fact]
    public void Evaluate_AclNotWhollyUnderstood_IsUnknown()
    {
        var acl = new NetworkAcl
        {
            Id = Sample.Acl().Id,
            Associations = [new("aclassoc-1", "subnet-1")],
            Unreadable = ["entry 100 has protocol x"],
        };

        Assert.Equal(["entry 100 has protocol x"], Evaluate(acl).Unknowns);
    }

    [Fact]
    public void Evaluate_PolicySaysRevert_ComesToATicketAtMost()
    {
        var policy = Sample.Policy(checks: [("nacl-unused", new() { Respond = Response.Revert })]);
        var acl = Acl(isDefault: false);
        var evaluation = Sample.Evaluate(Check, acl, policy);

        Assert.Equal(Response.Ticket, Assert.Single(evaluation.Findings(acl, Response.Quarantine)).Response);
        Assert.False(Check.Desired(acl, evaluation.Context).Exists);
    }

    private static CheckResult Evaluate(NetworkAcl acl) => Sample.Evaluate(Check, acl, Sample.Policy()).Result;

    private static NetworkAcl Acl(bool isDefault, params NetworkAclAssociation[] associations) =>
        new()
        {
            Id = Sample.Acl().Id,
            IsDefault = isDefault,
            Associations = [.. associations],
        };
}
