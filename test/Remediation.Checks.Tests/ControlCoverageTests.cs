namespace Remediation.Checks.Tests;

/// <summary>Every network control that the product is about is covered by a check, or has the reason why none covers it.</summary>
public sealed class ControlCoverageTests
{
    private static readonly string[] Asked =
    [
        .. Numbered("EC2.", 2, 6, 10, 13, 14, 15, 16, 18, 19, 21, 22, 53, 54, 55, 56, 57, 58, 59, 60),
        .. Numbered("NetworkFirewall.", 1, 2, 3, 4, 5, 6, 9, 10),
        .. Numbered("WAF.", 10, 11, 12),
        "APIGateway.4",
        "CIS-5.1.2",
        "CIS-5.2",
        "CIS-5.3",
        "CIS-5.4",
        "CIS-5.5",
        "CloudFront.6",
        "ELB.16",
        "SEC05-BP02",
    ];

    // Which check answers for a control, where the control is one check's own.
    public static TheoryData<string, string> Own { get; } =
        new()
        {
            { "EC2.2", "sg-default-has-rules" },
            { "EC2.6", "flow-log-missing" },
            { "EC2.10", "vpce-required-missing" },
            { "EC2.13", "sg-open-admin-port" },
            { "EC2.15", "subnet-auto-public-ip" },
            { "EC2.16", "nacl-unused" },
            { "EC2.18", "sg-open-unauthorized-port" },
            { "EC2.19", "sg-open-high-risk-port" },
            { "EC2.21", "nacl-open-admin-port" },
            { "EC2.22", "sg-unused" },
            { "EC2.54", "sg-open-admin-port" },
            { "EC2.57", "vpce-required-missing" },
            { "WAF.10", "waf-web-acl-empty" },
            { "WAF.11", "waf-logging-disabled" },
            { "WAF.12", "waf-metrics-disabled" },
            { "ELB.16", "waf-resource-unprotected" },
            { "APIGateway.4", "waf-resource-unprotected" },
            { "CloudFront.6", "waf-resource-unprotected" },
            { "NetworkFirewall.1", "nfw-single-az" },
            { "NetworkFirewall.2", "nfw-logging-disabled" },
            { "NetworkFirewall.3", "nfw-no-rule-groups" },
            { "NetworkFirewall.4", "nfw-stateless-default-pass" },
            { "NetworkFirewall.5", "nfw-fragment-default-pass" },
            { "NetworkFirewall.6", "nfw-rule-group-empty" },
            { "NetworkFirewall.9", "nfw-delete-protection-off" },
            { "NetworkFirewall.10", "nfw-subnet-change-protection-off" },
        };

    [Fact]
    public void Catalog_EveryControlAskedFor_IsCoveredOrHasItsReason()
    {
        var covered = CheckCatalog.All.SelectMany(check => check.Metadata.Controls).Select(control => control.Id);
        var reasoned = UncoveredControls.All.Select(item => item.Control.Id);

        Assert.Empty(Asked.Except(covered.Concat(reasoned), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Catalog_Control_IsItsChecks(string control, string check) =>
        Assert.Equal(
            [check],
            CheckCatalog
                .All.Where(item => item.Metadata.Controls.Any(covered => covered.Id == control))
                .Select(item => item.Metadata.Id)
        );

    [Fact]
    public void Uncovered_Control_IsNoChecks() =>
        Assert.Empty(
            UncoveredControls
                .All.Select(item => item.Control.Id)
                .Intersect(
                    CheckCatalog.All.SelectMany(check => check.Metadata.Controls).Select(control => control.Id),
                    StringComparer.Ordinal
                )
        );

    private static IEnumerable<string> Numbered(string prefix, params int[] numbers) =>
        numbers.Select(number => $"{prefix}{number}");
}
