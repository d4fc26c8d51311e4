using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Core.Tests.Resources.SecurityGroups;

public sealed class SecurityGroupOwnerTests
{
    [Fact]
    public void ManagedBy_TagThatOnlyAwsCanSet_IsTheService() =>
        Assert.Equal("Amazon EKS", Group("app", new Tag("aws:eks:cluster-name", "prod")).ManagedBy);

    [Theory]
    [InlineData("app", "FMManaged", "true")]
    [InlineData("app", "eks:cluster-name", "prod")]
    [InlineData("app", "AWS:eks:cluster-name", "prod")]
    [InlineData("app", "aws:cloudformation:stack-name", "network")]
    [InlineData("FMManagedSecurityGroup-1234", "Name", "FMManagedSecurityGroup-1234")]
    [InlineData("eks-cluster-sg-prod-1234", "kubernetes.io/cluster/prod", "owned")]
    public void ManagedBy_WhatAnybodyCanSet_IsNoMark(string name, string key, string value) =>
        Assert.Null(Group(name, new Tag(key, value)).ManagedBy);

    private static SecurityGroup Group(string name, Tag tag) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, "sg-1", "111122223333", "eu-central-1"),
            Name = name,
            Tags = [tag],
        };
}
