using Remediation.Aws.Policies;

namespace Remediation.Aws.Tests.Policies;

public sealed class PolicyAddressTests
{
    [Theory]
    [InlineData("s3://policies/team/policy.yaml", "policies", "team/policy.yaml")]
    [InlineData("ssm:/remediation/policy", null, "/remediation/policy")]
    public void Parse_Address_IsTakenApart(string uri, string? bucket, string name) =>
        Assert.Equal(new(uri, bucket, name), PolicyAddress.Parse(uri).Value);

    [Theory]
    [InlineData("s3://policies")]
    [InlineData("s3://policies/")]
    [InlineData("s3:///policy.yaml")]
    [InlineData("ssm:policy")]
    [InlineData("ssm:/")]
    [InlineData("https://example.com/policy.yaml")]
    [InlineData("policy.yaml")]
    public void Parse_Anything_SaysWhatWouldBeRight(string uri) =>
        Assert.Contains(
            "s3://BUCKET/KEY or ssm:/PARAMETER/NAME",
            PolicyAddress.Parse(uri).Error,
            StringComparison.Ordinal
        );
}
