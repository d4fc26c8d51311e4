using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>The template permits what the code calls, no more and no less; and the audit that says so would notice otherwise.</summary>
public sealed class PermissionAuditTests
{
    public static TheoryData<string, string> Permitted =>
        new(
            TemplateFile
                .Read()
                .Statements()
                .SelectMany(item =>
                    TemplateFile.Texts(item.Statement["Action"]).Select(action => (item.Holder, action))
                )
                .Distinct()
        );

    [Fact]
    public void Template_PermitsWhatIsCalledAndNothingElse() =>
        Assert.Empty(PermissionAudit.Problems(TemplateFile.Read()));

    [Theory]
    [MemberData(nameof(Permitted))]
    public void Template_WithoutAnAction_IsToldByTheCallThatWouldBeDenied(string holder, string action)
    {
        var template = TemplateFile.Read();
        foreach (var (_, statement) in template.Statements().Where(item => item.Holder == holder))
        {
            var left = TemplateFile.Texts(statement["Action"]).Where(text => text != action);
            statement.Children[new YamlScalarNode("Action")] = new YamlSequenceNode(
                left.Select(text => new YamlScalarNode(text))
            );
        }

        var problem = Assert.Single(PermissionAudit.Problems(template));

        Assert.StartsWith($"{holder} does not permit {action}: ", problem, StringComparison.Ordinal);
        Assert.Contains($"{action.Split(':')[1]} would be denied", problem, StringComparison.Ordinal);
        Assert.Matches("called by .+", problem);
    }

    [Theory]
    [InlineData("RemediationRole", "ec2:RunInstances")]
    [InlineData("EnforcePolicy", "ec2:DeleteSecurityGroup")]
    [InlineData("RemediationRole", "ec2:RevokeSecurityGroupIngress")]
    [InlineData("CanaryRole", "events:PutRule")]
    public void Template_WithAnActionMore_IsToldSo(string holder, string action)
    {
        var template = TemplateFile.Read();
        var statement = template.Statements().First(item => item.Holder == holder).Statement;
        statement.Children[new YamlScalarNode("Action")] = new YamlSequenceNode(
            TemplateFile.Texts(statement["Action"]).Append(action).Select(text => new YamlScalarNode(text))
        );

        Assert.Equal(
            $"{holder} permits {action}, which nothing uses",
            Assert.Single(PermissionAudit.Problems(template))
        );
    }

    [Fact]
    public void Template_WithARoleThatNothingIsKnownOf_IsToldSo()
    {
        var template = TemplateFile.Read();
        template.Resources.Add("AnotherRole", template.Resources["CanaryRole"]);

        Assert.Equal(
            "AnotherRole permits events:PutEvents, which nothing uses",
            Assert.Single(PermissionAudit.Problems(template))
        );
    }
}
