using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Core.Tests.Policies;

/// <summary>Security groups to match policies against.</summary>
public static class SampleGroups
{
    public static SecurityGroup Group(
        string id = "sg-0a1b2c3d",
        string name = "app-servers",
        string account = "111122223333",
        string region = "us-east-1",
        string vpc = "vpc-0d4f",
        params Tag[] tags
    ) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, id, account, region),
            Name = name,
            VpcId = vpc,
            Tags = [.. tags],
        };
}
