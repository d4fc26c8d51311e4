using Remediation.Checks.Templates;
using Remediation.Core.Checks;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Templates;

public sealed class TemplateCircularDependencyTests
{
    private static readonly TemplateCircularDependency Check = new();

    [Fact]
    public void Evaluate_NoCircle_Passes() =>
        Assert.True(Evaluate(("A", ["B", "C"]), ("B", ["C"]), ("C", []), ("D", ["A"])).IsPass);

    [Fact]
    public void Evaluate_GroupsThatNameEachOther_FailsWithTheWayOut()
    {
        var result = Sample
            .Evaluate(
                Check,
                TemplateUndefinedReferenceTests.Read(
                    """
                    Resources:
                      Web:
                        Type: AWS::EC2::SecurityGroup
                        Properties:
                          SecurityGroupEgress:
                            - { DestinationSecurityGroupId: !Ref App }
                      App:
                        Type: AWS::EC2::SecurityGroup
                        Properties:
                          SecurityGroupIngress:
                            - { SourceSecurityGroupId: !GetAtt Web.GroupId }
                    """
                ),
                Sample.Policy()
            )
            .Result;

        var evidence = Assert.Single(result.Evidence);
        Assert.Equal("App -> Web -> App", evidence.Offending);
        Assert.Equal(
            "App names Web in SecurityGroupIngress[0].SourceSecurityGroupId (line 11), "
                + "Web names App in SecurityGroupEgress[0].DestinationSecurityGroupId (line 6)",
            evidence.Traffic
        );
        Assert.Equal(
            "write SecurityGroupIngress[0] of App as a resource of its own, AWS::EC2::SecurityGroupIngress, and the circle is open",
            evidence.Note
        );
        Assert.Equal("t.yaml:11", evidence.Rule);
    }

    [Fact]
    public void Evaluate_CirclesThatTouch_AreToldEachOnce() =>
        Assert.Equal(
            ["A -> B -> A", "B -> C -> B", "E -> E", "F -> G -> H -> F"],
            Evaluate(
                ("A", ["B"]),
                ("B", ["A", "C"]),
                ("C", ["B", "D"]),
                ("D", []),
                ("E", ["E"]),
                ("F", ["G"]),
                ("G", ["H"]),
                ("H", ["F", "D"])
            )
                .Evidence.Select(evidence => evidence.Offending)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Evaluate_WayBetweenTwoCircles_IsInNone() =>
        Assert.Equal(
            ["A -> B -> A", "C -> D -> C"],
            Evaluate(("A", ["B"]), ("B", ["A", "M"]), ("M", ["C"]), ("C", ["D"]), ("D", ["C"]))
                .Evidence.Select(evidence => evidence.Offending)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Evaluate_AllNameAll_IsBounded()
    {
        var names = Enumerable.Range(0, 120).Select(i => $"R{i}").ToArray();

        var evidence = Evaluate([.. names.Select(name => (name, names))]).Evidence;

        Assert.Equal(50, evidence.Length);
    }

    [Fact]
    public void Evaluate_LongChain_ComesToAnEnd() =>
        Assert.Single(
            Evaluate([.. Enumerable.Range(0, 3_000).Select(i => ($"R{i}", new[] { $"R{(i + 1) % 3_000}" }))]).Evidence
        );

    private static CheckResult Evaluate(params (string Name, string[] Names)[] resources)
    {
        var lines = resources.Select(resource =>
            $"  {resource.Name}: {{ Type: AWS::EC2::VPC, DependsOn: [{string.Join(", ", resource.Names)}] }}"
        );
        var template = TemplateUndefinedReferenceTests.Read($"Resources:\n{string.Join('\n', lines)}\n");
        return Sample.Evaluate(Check, template, Sample.Policy()).Result;
    }
}
