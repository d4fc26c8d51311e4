using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

public sealed class WafGeoRuleByAddressTests
{
    private const string Geo = "{\"GeoMatchStatement\":{\"CountryCodes\":[\"US\"]}}";

    private static readonly WafGeoRuleByAddress Check = new();

    private static string List => AclText.Not(AclText.InSet(AclText.SetArn("countries")));

    [Theory]
    [InlineData("GeoBlockRule")]
    [InlineData("geo-block")]
    [InlineData("GEO_BLOCK")]
    [InlineData("GEOBlock")]
    [InlineData("block-countries")]
    [InlineData("AllowedCountry")]
    public void Evaluate_NamedForCountriesButAList_Fails(string name)
    {
        var evidence = Assert.Single(Of(AclText.Acl(AclText.Rule(name, 1, "Block", List))).Evidence);

        Assert.Equal(name, evidence.Rule);
        Assert.Equal("keeps what is not in IP set countries", evidence.Traffic);
    }

    [Theory]
    [InlineData("GeorgeOffice")]
    [InlineData("Pigeon")]
    [InlineData("Partners")]
    [InlineData("Donation")]
    public void Evaluate_OtherNames_Pass(string name) =>
        Assert.True(Of(AclText.Acl(AclText.Rule(name, 1, "Block", List))).IsPass);

    [Fact]
    public void Evaluate_CountryMatch_PassesWithOrWithoutAList()
    {
        Assert.True(Of(AclText.Acl(AclText.Rule("Geo", 1, "Block", AclText.Not(Geo)))).IsPass);
        Assert.True(Of(AclText.Acl(AclText.Rule("Geo", 1, "Block", AclText.And(List, Geo)))).IsPass);
    }

    [Fact]
    public void Evaluate_LabelOfACountry_Passes() =>
        Assert.True(
            Of(
                AclText.Acl(
                    AclText.Rule(
                        "Geo",
                        1,
                        "Block",
                        AclText.And(
                            List,
                            "{\"LabelMatchStatement\":{\"Scope\":\"LABEL\",\"Key\":\"awswaf:clientip:geo:country:US\"}}"
                        )
                    )
                )
            ).IsPass
        );

    [Fact]
    public void Evaluate_RuleGroup_IsLookedInto()
    {
        var acl = AclText.Acl(AclText.Uses(AclText.GroupArn, 1, "GeoRules"));

        Assert.True(Of(acl).IsUnknown);
        Assert.True(Of(acl, AclText.Group(AclText.Rule("Geo", 1, "Block", Geo))).IsPass);
        Assert.True(Of(acl, AclText.Group(AclText.Rule("Any", 1, "Block", List))).IsFail);
    }

    [Fact]
    public void Evaluate_UnknownStatement_IsUnknown() =>
        Assert.True(Of(AclText.Acl(AclText.Rule("Geo", 1, "Block", "{\"QuantumStatement\":{}}"))).IsUnknown);

    private static CheckResult Of(WebAcl acl, params ResourceState[] neighbours) =>
        Sample.Evaluate(Check, acl, Sample.Policy(), AclText.Around(null, neighbours)).Result;
}
