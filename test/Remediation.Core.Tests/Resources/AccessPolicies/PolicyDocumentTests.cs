using Remediation.Core.Resources.AccessPolicies;

namespace Remediation.Core.Tests.Resources.AccessPolicies;

public sealed class PolicyDocumentTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(PolicyDocument.FullAccessText)]
    public void Parse_NoneOrTheDefault_LetsAnybodyDoEverything(string? text)
    {
        var statement = Assert.Single(PolicyDocument.Parse(text).Value.OpenToAnyone());

        Assert.True(statement.Principals.IsEverything);
        Assert.True(statement.Actions.IsEverything);
        Assert.True(statement.Resources.IsEverything);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "it has no Statement")]
    [InlineData("""{"Statement":[7]}""", "statement 1 is not an object")]
    [InlineData("""{"Statement":{"Effect":"Maybe","Principal":"*","Action":"*","Resource":"*"}}""", "has no Effect")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "names no Principal")]
    [InlineData(
        """{"Statement":{"Effect":"Allow","Principal":"everybody","Action":"*","Resource":"*"}}""",
        "names no Principal"
    )]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Resource":"*"}}""", "names no Action")]
    [InlineData(
        """{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","NotAction":"*","Resource":"*"}}""",
        "names no Action"
    )]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":[],"Resource":"*"}}""", "names no Action")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}}""", "names no Resource")]
    [InlineData(
        """{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":7}}""",
        "Condition"
    )]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Until":7}}""", "Until")]
    public void Parse_NotUnderstood_SaysWhat(string text, string reason) =>
        Assert.Contains(reason, PolicyDocument.Parse(text).Error, StringComparison.Ordinal);

    // Whether a statement for anybody, with this condition, is open to anybody.
    [Theory]
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:principalorgid":["o-a1b2c3d4e5","o-b1b2c3d4e5"]}}""", false)]
    [InlineData("""{"StringLike":{"aws:PrincipalOrgID":"o-*"}}""", true)]
    [InlineData("""{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", true)]
    [InlineData("""{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/r-ab12/*"}}""", false)]
    [InlineData("""{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/r-ab12/*"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/App*"}}""", false)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/App"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:ResourceAccount":"123456789012"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:SourceVpce":"vpce-0a1b2c3d"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/team":"web"}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":true}}""", true)]
    [InlineData("""{"Bool":{"aws:PrincipalIsAWSService":"true"}}""", false)]
    // A variable is whatever the caller brings along.
    [InlineData("""{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":"${aws:PrincipalOrgID}"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::${aws:PrincipalAccount}:role/App"}}""", true)]
    // A condition without values does not affect the policy.
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":[]}}""", true)]
    [InlineData("""{"Bool":{"aws:PrincipalIsAWSService":[]}}""", true)]
    // Quantifiers as AWS takes them, and one that it does not know.
    [InlineData("""{"forallvalues:StringEquals":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}""", true)]
    [InlineData("""{"ForNoValue:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", true)]
    public void OpenToAnyone_Condition_LimitsOnlyByWhatNamesAccounts(string condition, bool isOpen) =>
        Assert.Equal(isOpen, Policy(condition).OpenToAnyone().Any());

    [Fact]
    public void UnknownLimits_UnknownKey_IsTold()
    {
        var policy = Policy("""{"StringEquals":{"example:Key":"x"}}""");

        Assert.Equal("example:Key", Assert.Single(policy.UnknownLimits()).Key);
    }

    // What everybody fulfils who does not have the key leaves everybody in, whatever the key tells.
    [Theory]
    [InlineData("""{"StringNotEquals":{"example:Key":"x"}}""")]
    [InlineData("""{"StringEqualsIfExists":{"example:Key":"x"}}""")]
    [InlineData("""{"ForAllValues:StringEquals":{"example:Key":"x"}}""")]
    [InlineData("""{"StringLike":{"example:Key":"*"}}""")]
    [InlineData("""{"StringEquals":{"example:Key":[]}}""")]
    public void OpenToAnyone_UnknownKeyThatKeepsNobodyOut_IsOpenAndNotUnknown(string condition)
    {
        var policy = Policy(condition);

        Assert.Single(policy.OpenToAnyone());
        Assert.Empty(policy.UnknownLimits());
    }

    [Theory]
    [InlineData("""{"AWS":"arn:aws:iam::*:root"}""")]
    [InlineData("""{"AWS":["123456789012","arn:aws:iam::*:role/App"]}""")]
    [InlineData("""{"AWS":"arn:aws:*"}""")]
    [InlineData("""{"AWS":"**"}""")]
    [InlineData("""{"Federated":"*"}""")]
    [InlineData("""{"CanonicalUser":"*"}""")]
    public void OpenToAnyone_PrincipalOfAnyAccount_Is(string principal) =>
        Assert.Single(
            PolicyDocument
                .Parse(
                    $$$"""{"Statement":{"Effect":"Allow","Principal":{{{principal}}},"Action":"*","Resource":"*"}}"""
                )
                .Value.OpenToAnyone()
        );

    [Theory]
    [InlineData("""{"AWS":"arn:aws:iam::123456789012:role/App*"}""")]
    [InlineData("""{"AWS":"AROAEXAMPLEID"}""")]
    [InlineData("""{"Service":"ec2.amazonaws.com"}""")]
    public void OpenToAnyone_PrincipalOfOneAccountOrService_IsNot(string principal) =>
        Assert.Empty(
            PolicyDocument
                .Parse(
                    $$$"""{"Statement":{"Effect":"Allow","Principal":{{{principal}}},"Action":"*","Resource":"*"}}"""
                )
                .Value.OpenToAnyone()
        );

    [Theory]
    [InlineData(
        """{"Statement":{"Effect":"Allow","Principal":"*","Principal":{"AWS":"123456789012"},"Action":"*","Resource":"*"}}"""
    )]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},"Statement":[]}""")]
    public void Parse_ElementTwice_IsNotUnderstood(string text) =>
        Assert.Contains("twice", PolicyDocument.Parse(text).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", "*", false)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":"${aws:PrincipalOrgID}"}}""", "*", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":[]}}""", "*", true)]
    [InlineData(
        """{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Bool":{"aws:PrincipalIsAWSService":[]}}""",
        "*",
        true
    )]
    [InlineData("""{"foranyvalue:StringNotEquals":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/"}}""", "*", true)]
    [InlineData(
        """{"StringNotEqualsIfExists":{"aws:ResourceOrgID":"o-a1b2c3d4e5"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}""",
        "*",
        false
    )]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":"o-*"}}""", "*", true)]
    [InlineData(
        """{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:SourceVpc":"vpc-0a1b2c3d"}}""",
        "*",
        true
    )]
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", "*", true)]
    [InlineData("""{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}""", "s3:Put*", true)]
    public void OpenToAnyone_DenialOfOutsiders_Counts(string condition, string action, bool isOpen)
    {
        var text = $$"""
            {"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"},
             {"Effect":"Deny","Principal":"*","Action":"{{action}}","Resource":"*","Condition":{{condition}}}]}
            """;

        Assert.Equal(isOpen, PolicyDocument.Parse(text).Value.OpenToAnyone().Any());
    }

    [Fact]
    public void OpenToAnyone_NamedPrincipals_IsNot() =>
        Assert.Empty(
            PolicyDocument
                .Parse(
                    """{"Statement":{"Effect":"Allow","Principal":{"AWS":["123456789012"]},"Action":"*","Resource":"*"}}"""
                )
                .Value.OpenToAnyone()
        );

    [Fact]
    public void OpenToAnyone_AllButSomePrincipals_Is() =>
        Assert.Single(
            PolicyDocument
                .Parse(
                    """{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"*","Resource":"*"}}"""
                )
                .Value.OpenToAnyone()
        );

    private static PolicyDocument Policy(string condition) =>
        PolicyDocument
            .Parse(
                $$$"""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{{{condition}}}}}"""
            )
            .Value;
}
