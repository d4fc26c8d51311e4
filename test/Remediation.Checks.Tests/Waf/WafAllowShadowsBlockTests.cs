using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafAllowShadowsBlockTests
{
    private const string Slash =
        "{\"ByteMatchStatement\":{\"SearchString\":\"Lw==\",\"FieldToMatch\":{\"UriPath\":{}},\"PositionalConstraint\":\"STARTS_WITH\"}}";
    private const string PlainSlash =
        "{\"ByteMatchStatement\":{\"SearchString\":\"/\",\"FieldToMatch\":{\"UriPath\":{}},\"PositionalConstraint\":\"CONTAINS\"}}";
    private const string Admin =
        "{\"ByteMatchStatement\":{\"SearchString\":\"L2FkbWlu\",\"FieldToMatch\":{\"UriPath\":{}},\"PositionalConstraint\":\"STARTS_WITH\"}}";
    private const string Get =
        "{\"ByteMatchStatement\":{\"SearchString\":\"R0VU\",\"FieldToMatch\":{\"Method\":{}},\"PositionalConstraint\":\"EXACTLY\"}}";
    private const string Host =
        "{\"ByteMatchStatement\":{\"SearchString\":\"d3d3\",\"FieldToMatch\":{\"SingleHeader\":{\"Name\":\"Host\"}},\"PositionalConstraint\":\"CONTAINS\"}}";
    private const string Geo = "{\"GeoMatchStatement\":{\"CountryCodes\":[\"US\"]}}";
    private const string Label = "{\"LabelMatchStatement\":{\"Scope\":\"LABEL\",\"Key\":\"bot:verified\"}}";
    private const string Sqli = "{\"SqliMatchStatement\":{\"FieldToMatch\":{\"Body\":{}}}}";
    private const string Any = "{\"RegexMatchStatement\":{\"RegexString\":\"^.*$\",\"FieldToMatch\":{\"UriPath\":{}}}}";
    private const string Small =
        "{\"SizeConstraintStatement\":{\"FieldToMatch\":{\"Body\":{}},\"ComparisonOperator\":\"LT\",\"Size\":8192}}";
    private const string Large =
        "{\"SizeConstraintStatement\":{\"FieldToMatch\":{\"Body\":{}},\"ComparisonOperator\":\"GT\",\"Size\":8192}}";

    private static readonly WafAllowShadowsBlock Check = new();

    private static readonly IpSet Narrow = WafSample.Set("narrow", "203.0.113.0/24");
    private static readonly IpSet Split = WafSample.Set("split", "0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1");

    public static TheoryData<string> Broad =>
        [
            Slash,
            PlainSlash,
            Get,
            Host,
            Geo,
            Any,
            Small,
            WafSample.Not(Admin),
            WafSample.Not(Geo),
            WafSample.Not(Sqli),
            WafSample.Not(WafSample.InSet(Narrow.Id.Id)),
            WafSample.InSet(Split.Id.Id),
            // Whatever comes over IPv6 is not in a list of IPv4 addresses, however long.
            WafSample.Not(WafSample.InSet(Split.Id.Id)),
            WafSample.And(Geo, Slash),
            WafSample.Or(Admin, Slash),
            WafSample.Not(WafSample.And(Geo, Admin)),
        ];

    public static TheoryData<string> Tight =>
        [
            Admin,
            Label,
            Sqli,
            Large,
            WafSample.Not(Slash),
            WafSample.InSet(Narrow.Id.Id),
            WafSample.And(WafSample.InSet(Narrow.Id.Id), Geo),
            WafSample.Or(Admin, WafSample.InSet(Narrow.Id.Id)),
        ];

    [Theory]
    [MemberData(nameof(Broad))]
    public void Evaluate_BroadAllowBeforeBlock_Fails(string statement)
    {
        var evidence = Assert.Single(Of(WafSample.Acl(Allow(0, statement), WafSample.Common(1))).Evidence);

        Assert.Equal("Open", evidence.Rule);
        Assert.Contains("AWSManagedRulesCommonRuleSet", evidence.Offending, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tight))]
    public void Evaluate_NarrowAllowBeforeBlock_Passes(string statement) =>
        Assert.True(Of(WafSample.Acl(Allow(0, statement), WafSample.Common(1))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBehindAllBlocks_Passes() =>
        Assert.True(Of(WafSample.Acl(WafSample.Common(1), Allow(2, Slash))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBeforeCountOnly_Passes() =>
        Assert.True(Of(WafSample.Acl(Allow(0, Slash), WafSample.Common(1, "Count"))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBeforeDefaultBlock_Fails() =>
        Assert.True(Of(WafSample.AclOf("Block", "", Allow(0, Slash))).IsFail);

    [Fact]
    public void Evaluate_BroadAllowBeforeFirewallManagersLastGroups_Fails() =>
        Assert.True(
            Of(
                WafSample.AclOf(
                    "Allow",
                    ",\"PostProcessFirewallManagerRuleGroups\":[{\"Name\":\"fm\"}]",
                    Allow(0, Slash)
                )
            ).IsFail
        );

    [Fact]
    public void Evaluate_SetNotRead_IsUnknownUnlessTheRestDecides()
    {
        var unread = WafSample.InSet(WafSample.SetArn("unread"));

        Assert.True(Of(WafSample.Acl(Allow(0, unread), WafSample.Common(1))).IsUnknown);
        Assert.True(Of(WafSample.Acl(Allow(0, WafSample.And(unread, Admin)), WafSample.Common(1))).IsPass);
        Assert.True(Of(WafSample.Acl(Allow(0, WafSample.Or(unread, Slash)), WafSample.Common(1))).IsFail);
    }

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknown() =>
        Assert.True(Of(WafSample.Acl(Allow(0, "{\"QuantumStatement\":{}}"), WafSample.Common(1))).IsUnknown);

    private static string Allow(int priority, string statement) => WafSample.Rule("Open", priority, "Allow", statement);

    private static CheckResult Of(WebAcl acl) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), WafSample.Around(null, Narrow, Split)).Result;
}
