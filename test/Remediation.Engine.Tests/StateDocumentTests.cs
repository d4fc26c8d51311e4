using CsCheck;
using Remediation.Testing;
using Remediation.Testing.Generators;

namespace Remediation.Engine.Tests;

public sealed class StateDocumentTests
{
    [Fact]
    public void Read_WhatWasWrittenOfAnyGroup_IsTheSameGroup() =>
        SecurityGroupGen.One.Sample(group =>
            Assert.Equal(group.Fingerprint, StateDocument.Read(group.Id, StateDocument.Write(group)).Value.Fingerprint)
        );

    [Fact]
    public void Read_WhatWasWrittenOfAnyAcl_IsTheSameAcl() =>
        NetworkAclGen.One.Sample(acl =>
            Assert.Equal(acl.Fingerprint, StateDocument.Read(acl.Id, StateDocument.Write(acl)).Value.Fingerprint)
        );

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"SecurityGroup\":1,\"SecurityGroupRules\":{}}")]
    [InlineData("{\"SecurityGroup\":{},\"SecurityGroupRules\":[]}")]
    public void Read_NoSuchDocument_SaysWhy(string json)
    {
        var result = StateDocument.Read(Sample.Group().Id, json);

        Assert.False(result.IsSuccess);
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public void Read_OfAnotherGroup_IsRefused()
    {
        var other = Sample.NamedGroup("sg-0fedcba9876543210", "other");

        var result = StateDocument.Read(Sample.Group().Id, StateDocument.Write(other));

        Assert.Contains(other.Id.Arn, result.Error, StringComparison.Ordinal);
    }
}
