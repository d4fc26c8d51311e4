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

    private const string NotTiny =
        "{\"SizeConstraintStatement\":{\"FieldToMatch\":{\"UriPath\":{}},\"ComparisonOperator\":\"GE\",\"Size\":1}}";

    private static readonly WafAllowShadowsBlock Check = new();

    private static readonly IpSet Narrow = AclText.Set("narrow", "203.0.113.0/24");
    private static readonly IpSet Split = AclText.Set("split", "0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1");

    public static TheoryData<string> Broad =>
        [
            Slash,
            PlainSlash,
            Get,
            Host,
            Geo,
            Any,
            Small,
            NotTiny,
            AclText.Not(Admin),
            AclText.Not(Geo),
            AclText.Not(Sqli),
            AclText.Not(AclText.InSet(Narrow.Id.Id)),
            AclText.InSet(Split.Id.Id),
            // Whatever comes over IPv6 is not in a list of IPv4 addresses, however long.
            AclText.Not(AclText.InSet(Split.Id.Id)),
            AclText.And(Geo, Slash),
            AclText.Or(Admin, Slash),
            AclText.Not(AclText.And(Geo, Admin)),
        ];

    public static TheoryData<string> Tight =>
        [
            Admin,
            Label,
            Sqli,
            Large,
            AclText.Not(Slash),
            AclText.InSet(Narrow.Id.Id),
            AclText.And(AclText.InSet(Narrow.Id.Id), Geo),
            AclText.Or(Admin, AclText.InSet(Narrow.Id.Id)),
        ];

    [Theory]
    [MemberData(nameof(Broad))]
    public void Evaluate_BroadAllowBeforeBlock_Fails(string statement)
    {
        var evidence = Assert.Single(Of(AclText.Acl(Allow(0, statement), AclText.Common(1))).Evidence);

        Assert.Equal("Open", evidence.Rule);
        Assert.Contains("AWSManagedRulesCommonRuleSet", evidence.Offending, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tight))]
    public void Evaluate_NarrowAllowBeforeBlock_Passes(string statement) =>
        Assert.True(Of(AclText.Acl(Allow(0, statement), AclText.Common(1))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBehindAllBlocks_Passes() =>
        Assert.True(Of(AclText.Acl(AclText.Common(1), Allow(2, Slash))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBeforeCountOnly_Passes() =>
        Assert.True(Of(AclText.Acl(Allow(0, Slash), AclText.Common(1, "Count"))).IsPass);

    [Fact]
    public void Evaluate_BroadAllowBeforeDefaultBlock_Fails() =>
        Assert.True(Of(AclText.AclOf("Block", "", Allow(0, Slash))).IsFail);

    [Fact]
    public void Evaluate_BroadAllowBeforeFirewallManagersLastGroups_Fails() =>
        Assert.True(
            Of(
                AclText.AclOf("Allow", ",\"PostProcessFirewallManagerRuleGroups\":[{\"Name\":\"fm\"}]", Allow(0, Slash))
            ).IsFail
        );

    [Fact]
    public void Evaluate_SetNotRead_IsUnknownUnlessTheRestDecides()
    {
        var unread = AclText.InSet(AclText.SetArn("unread"));

        Assert.True(Of(AclText.Acl(Allow(0, unread), AclText.Common(1))).IsUnknown);
        Assert.True(Of(AclText.Acl(Allow(0, AclText.And(unread, Admin)), AclText.Common(1))).IsPass);
        Assert.True(Of(AclText.Acl(Allow(0, AclText.Or(unread, Slash)), AclText.Common(1))).IsFail);
    }

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknown() =>
        Assert.True(Of(AclText.Acl(Allow(0, "{\"QuantumStatement\":{}}"), AclText.Common(1))).IsUnknown);

    private static string Allow(int priority, string statement) => AclText.Rule("Open", priority, "Allow", statement);

    private static CheckResult Of(WebAcl acl) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(null, Narrow, Split)).Result;

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"RuleActionOverrides\":[{\"Name\":\"all\",\"ActionToUse\":{\"Block\":{}}}]", false)]
    public void Evaluate_AllowInARuleGroupOfTheAccount_IsSeen(string overrides, bool isFail)
    {
        var group = AclText.Group(AclText.Rule("all", 1, "Allow", Slash));
        var acl = AclText.Acl(AclText.Uses(AclText.GroupArn, 0, more: overrides), AclText.Common());

        Assert.Equal(isFail, Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(null, group)).Result.IsFail);
    }

    [Fact]
    public void Evaluate_RuleGroupThatCannotBeRead_IsUnknown() =>
        Assert.True(
            Sample
                .Evaluate(
                    Check,
                    AclText.Acl(AclText.Uses(AclText.GroupArn, 0), AclText.Common()),
                    Sample.Policy(),
                    AclText.Around(null)
                )
                .Result.IsUnknown
        );
}
