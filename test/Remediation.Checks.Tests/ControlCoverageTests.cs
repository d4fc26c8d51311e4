namespace Remediation.Checks.Tests;

public sealed class ControlCoverageTests
{
    // The controls that the product set out to cover, of the checks that there are to be.
    public static TheoryData<string> Promised =>
        [
            .. new[] { 2, 6, 10, 13, 14, 15, 16, 18, 19, 21, 22, 53, 54, 55, 56, 57, 58, 60 }.Select(n => $"EC2.{n}"),
            "CIS-5.1.2",
            "CIS-5.2",
            "CIS-5.3",
            "CIS-5.4",
            "CIS-5.5",
            .. new[] { 10, 11, 12 }.Select(n => $"WAF.{n}"),
            "ELB.16",
            "APIGateway.4",
            "CloudFront.6",
            .. new[] { 1, 2, 3, 4, 5, 6, 9, 10 }.Select(n => $"NetworkFirewall.{n}"),
            "SEC05-BP02",
        ];

    [Theory]
    [MemberData(nameof(Promised))]
    public void All_PromisedControl_HasAChecksOrAReason(string id)
    {
        var coverage = Assert.Single(ControlCoverage.All, coverage => coverage.Control.Id == id);

        Assert.True(coverage.Checks.Length > 0 || coverage.Reason is { Length: > 20 }, id);
    }

    [Fact]
    public void All_EveryControl_IsEitherCoveredOrLeftOut() =>
        Assert.All(ControlCoverage.All, coverage => Assert.Equal(coverage.Checks.IsEmpty, coverage.Reason is not null));

    [Fact]
    public void All_OneIdHasOneName() =>
        Assert.All(
            CheckCatalog.All.SelectMany(check => check.Metadata.Controls).GroupBy(control => control.Id),
            group => Assert.Single(group.Select(control => control.Name).Distinct())
        );
}
