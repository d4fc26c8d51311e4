using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.AccessPolicies;

namespace Remediation.Core.Tests.Resources.AccessPolicies;

public sealed class PolicyComparisonTests
{
    private const string Org = """ "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}} """;

    private static readonly Gen<List<string>> Statements = Gen.Select(
            Gen.OneOf("Allow", "Deny"),
            Gen.OneOf("\"*\"", """{"AWS":"123456789012"}""", """{"AWS":["111122223333","123456789012"]}"""),
            Gen.OneOf("\"s3:*\"", "\"s3:GetObject\"", """["s3:GetObject","s3:PutObject"]"""),
            Gen.OneOf("\"*\"", "\"arn:aws:s3:::example-data/*\""),
            Gen.OneOf("", "," + Org)
        )
        .Select(
            (effect, principal, action, resource, condition) =>
                $$"""{"Effect":"{{effect}}","Principal":{{principal}},"Action":{{action}},"Resource":{{resource}}{{condition}}}"""
        )
        .List[0, 4];

    [Theory]
    // Written differently.
    [InlineData("A * s3:GetObject x", "A * s3:GetObject x", "")]
    [InlineData("A * s3:GetObject,s3:PutObject x", "A * s3:PutObject,s3:GetObject x", "")]
    [InlineData("A * s3:GetObject,s3:PutObject x", "A * s3:GetObject x; A * s3:PutObject x", "Neutral")]
    [InlineData("A * s3:* x", "A * s3:* x; A * s3:Get* x", "Neutral")]
    [InlineData("A * s3:GetObject x; D * s3:Put* *", "D * s3:Put* *; A * s3:GetObject x", "Neutral")]
    // Statements.
    [InlineData("A * s3:GetObject x", "A * s3:GetObject x; A * ec2:* *", "Weaker")]
    [InlineData("A * s3:GetObject x; A * ec2:* *", "A * s3:GetObject x", "Stronger")]
    [InlineData("A * s3:* x; D * s3:Delete* x", "A * s3:* x", "Weaker")]
    [InlineData("A * s3:* x", "A * s3:* x; D * s3:Delete* x", "Stronger")]
    // Their parts.
    [InlineData("A * s3:GetObject x", "A * s3:* x", "Weaker")]
    [InlineData("A * s3:* x", "A * s3:GetObject x", "Stronger")]
    [InlineData("A * s3:GetObject x", "A * s3:GetObject *", "Weaker")]
    [InlineData("A 123456789012 s3:GetObject x", "A * s3:GetObject x", "Weaker")]
    [InlineData("A * s3:GetObject x", "A 123456789012 s3:GetObject x", "Stronger")]
    [InlineData("A * s3:GetObject x", "A * s3:PutObject x", "Weaker,Stronger")]
    [InlineData("A * s3:* x; D * s3:* *", "A * s3:* x; D * s3:Put* *", "Weaker")]
    [InlineData("A * s3:* x; D * s3:Put* *", "A * s3:* x; D * s3:* *", "Stronger")]
    // A Deny of what nothing allows.
    [InlineData("D * s3:* *", "D * s3:Put* *", "Neutral")]
    [InlineData("A * s3:Get* x; D * s3:Put* *", "A * s3:Get* x", "Neutral")]
    [InlineData("A * s3:Get* x", "A * s3:Get* x; D * s3:Put* *", "Neutral")]
    [InlineData("A * s3:* x; D * s3:Put* y", "A * s3:* x", "Neutral")]
    [InlineData("A * s3:*Object x; D * s3:Put* *", "A * s3:*Object x", "Weaker")]
    [InlineData("A * s3:Get* x; D * s3:Put* *", "A * s3:Get* x; A * s3:Put* x", "Weaker,Weaker")]
    // Whether a principal is another one than those of the Allow is not told.
    [InlineData("A 111122223333 s3:* x; D 123456789012 s3:Put* *", "A 111122223333 s3:* x", "Weaker")]
    public void Between_TwoPolicies_SaysWhatItMeans(string before, string after, string effects) =>
        Assert.Equal(
            effects,
            string.Join(',', PolicyComparison.Between(Policy(before), Policy(after)).Select(change => change.Effect))
        );

    [Theory]
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""", "{}", "Weaker")]
    [InlineData("{}", """{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""", "Stronger")]
    [InlineData(
        """{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""",
        """{"StringEquals":{"aws:PrincipalOrgID":["o-a1","o-b2"]}}""",
        "Weaker"
    )]
    [InlineData(
        """{"StringEquals":{"aws:PrincipalOrgID":["o-b2","o-a1"]}}""",
        """{"StringEquals":{"aws:PrincipalOrgID":["o-a1"]}}""",
        "Stronger"
    )]
    [InlineData(
        """{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""",
        """{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""",
        """{"StringLike":{"aws:PrincipalOrgID":"o-*"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"StringNotEquals":{"aws:username":["a","b"]}}""",
        """{"StringNotEquals":{"aws:username":"a"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"StringNotEquals":{"aws:username":"a"}}""",
        """{"StringNotEquals":{"aws:username":["a","b"]}}""",
        "Stronger"
    )]
    [InlineData(
        """{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}""",
        """{"IpAddress":{"aws:VpcSourceIp":["10.0.0.0/17","10.0.128.0/17"]}}""",
        "Neutral"
    )]
    [InlineData(
        """{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}""",
        """{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"NumericLessThan":{"s3:max-keys":"10"}}""",
        """{"NumericLessThan":{"s3:max-keys":"1000"}}""",
        "Unknown"
    )]
    // No values: AWS says that it does not affect the policy, and not which way.
    [InlineData(
        """{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}""",
        """{"StringEquals":{"aws:PrincipalOrgID":[]}}""",
        "Unknown"
    )]
    // A star is a star to StringEquals.
    [InlineData(
        """{"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}""",
        """{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}""",
        """{"StringNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}""",
        "Weaker"
    )]
    [InlineData(
        """{"ForAnyValue:StringNotEquals":{"aws:PrincipalOrgPaths":"a"}}""",
        """{"ForAnyValue:StringNotEqualsIfExists":{"aws:PrincipalOrgPaths":"a"}}""",
        "Weaker"
    )]
    public void Between_Conditions_SaysWhatItMeans(string before, string after, string effects) =>
        Assert.Equal(
            effects,
            string.Join(
                ',',
                PolicyComparison.Between(WithCondition(before), WithCondition(after)).Select(change => change.Effect)
            )
        );

    // A denial to all but an account's root spares no role of it: that one has to be named, too.
    [Fact]
    public void Between_DenialSparesARoleOfTheAccountAsWell_IsWeaker()
    {
        var before = Denial("\"arn:aws:iam::123456789012:root\"");
        var after = Denial("\"arn:aws:iam::123456789012:root\",\"arn:aws:iam::123456789012:role/App\"");

        Assert.Contains(PolicyComparison.Between(before, after), change => change.Effect == ChangeEffect.Weaker);

        static PolicyDocument Denial(string but) =>
            PolicyDocument
                .Parse(
                    $$$"""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","NotPrincipal":{"AWS":[{{{but}}}]},"Action":"*","Resource":"*"}]}"""
                )
                .Value;
    }

    [Fact]
    public void Between_WidenedInSeveralWays_NamesEachInWords()
    {
        var before = PolicyDocument.Parse(
            """{"Statement":{"Sid":"Data","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-data/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1"}}}}"""
        );
        var after = PolicyDocument.Parse(
            """{"Statement":{"Sid":"Data","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}"""
        );

        var change = Assert.Single(PolicyComparison.Between(before.Value, after.Value));

        Assert.Equal("Data", change.Rule);
        Assert.Equal(
            "Allow statement 'Data': action s3:GetObject → s3:*; resource arn:aws:s3:::example-data/* → any resource; "
                + "condition removed: StringEquals aws:PrincipalOrgID o-a1",
            change.Text
        );
    }

    [Fact]
    public void Between_ItselfInAnyOrder_HasNothingWeakerOrStronger() =>
        Statements.Sample(statements =>
            Assert.All(
                PolicyComparison.Between(Policy(statements), Policy(Enumerable.Reverse(statements))),
                change => Assert.Equal(ChangeEffect.Neutral, change.Effect)
            )
        );

    [Fact]
    public void Between_TheOtherWayRound_TurnsWeakerIntoStronger() =>
        Gen.Select(Statements, Statements)
            .Sample(
                (one, other) =>
                {
                    var (before, after) = (Policy(one), Policy(other));

                    Assert.Equal(
                        Count(PolicyComparison.Between(before, after), ChangeEffect.Weaker),
                        Count(PolicyComparison.Between(after, before), ChangeEffect.Stronger)
                    );
                }
            );

    private static int Count(IEnumerable<StateChange> changes, ChangeEffect effect) =>
        changes.Count(change => change.Effect == effect);

    private static PolicyDocument Policy(IEnumerable<string> statements) =>
        PolicyDocument.Parse($$"""{"Statement":[{{string.Join(',', statements)}}]}""").Value;

    // A|D PRINCIPAL ACTIONS RESOURCE; ...
    private static PolicyDocument Policy(string text)
    {
        var statements = text.Split("; ").Select(item => item.Split(' ')).Select(Statement);
        return Policy(statements);
    }

    private static string Statement(string[] parts)
    {
        var effect = parts[0] == "A" ? "Allow" : "Deny";
        var principal = parts[1] == "*" ? "\"*\"" : $$"""{"AWS":"{{parts[1]}}"}""";
        var actions = string.Join(',', parts[2].Split(',').Select(action => $"\"{action}\""));
        var resource = parts[3] switch
        {
            "x" => "arn:aws:s3:::example-data/*",
            "y" => "arn:aws:s3:::example-logs/*",
            _ => "*",
        };
        return $$"""{"Effect":"{{effect}}","Principal":{{principal}},"Action":[{{actions}}],"Resource":"{{resource}}"}""";
    }

    private static PolicyDocument WithCondition(string condition) =>
        PolicyDocument
            .Parse(
                $$$"""{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{{{condition}}}}}"""
            )
            .Value;
}
