using Remediation.Core.Policies;

namespace Remediation.Core.Tests.Policies;

public sealed class ExemptionTests
{
    private static readonly Exemption Exemption = new(
        "EX-1",
        "sg-open-admin-port",
        "sg-0a1b2c3d",
        new(2027, 3, 31),
        "netsec@example.com",
        "vendor"
    );

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", true)]
    [InlineData("2027-03-31T00:00:00Z", true)]
    [InlineData("2027-03-31T23:59:59Z", true)]
    [InlineData("2027-04-01T00:00:00Z", false)]
    [InlineData("2027-04-01T01:00:00+02:00", true)]
    [InlineData("2027-03-31T23:00:00-02:00", false)]
    public void AppliesTo_Time_HoldsToTheEndOfTheLastDayInUtc(string now, bool expected) =>
        Assert.Equal(
            expected,
            Exemption.AppliesTo("sg-open-admin-port", SampleGroups.Group(), DateTimeOffset.Parse(now))
        );

    [Fact]
    public void AppliesTo_OtherCheckOrResource_DoesNot()
    {
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.False(Exemption.AppliesTo("sg-unused", SampleGroups.Group(), now));
        Assert.False(Exemption.AppliesTo(Exemption.Check, SampleGroups.Group(id: "sg-0a1b2c3e"), now));
        Assert.False(Exemption.AppliesTo(Exemption.Check, SampleGroups.Group(id: "sg-1", name: "sg-0a1b2c3d"), now));
    }

    [Fact]
    public void AppliesTo_ByArn_OnlyThatAccountAndRegion()
    {
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var exemption = Exemption with { Resource = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d" };
        Assert.True(exemption.AppliesTo(Exemption.Check, SampleGroups.Group(), now));
        Assert.False(exemption.AppliesTo(Exemption.Check, SampleGroups.Group(account: "123456789012"), now));
        Assert.False(exemption.AppliesTo(Exemption.Check, SampleGroups.Group(region: "eu-west-1"), now));
    }
}
