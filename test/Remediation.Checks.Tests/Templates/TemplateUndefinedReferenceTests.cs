using Remediation.Checks.Templates;
using Remediation.Core.Templates;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Templates;

public sealed class TemplateUndefinedReferenceTests
{
    private static readonly TemplateUndefinedReference Check = new();

    [Fact]
    public void Evaluate_EverythingDefined_Passes() =>
        Assert.True(
            Sample
                .Evaluate(
                    Check,
                    Read(
                        """
                        Parameters: { Network: { Type: 'AWS::EC2::VPC::Id' } }
                        Conditions: { Live: !Equals [!Ref Network, x] }
                        Mappings: { M: { a: { b: c } } }
                        Resources:
                          A:
                            Type: AWS::EC2::SecurityGroup
                            Condition: Live
                            Properties:
                              VpcId: !Ref Network
                              GroupDescription: !Sub '${AWS::StackName} ${Network} ${!Literal}'
                              Tags: !If [Live, !FindInMap [M, a, b], !Ref AWS::NoValue]
                          B: { Type: AWS::EC2::VPC, DependsOn: A }
                        """
                    ),
                    Sample.Policy()
                )
                .Result.IsPass
        );

    [Fact]
    public void Evaluate_GroupsThatAreNotThere_AreNamedOnceWithEveryPlace()
    {
        var result = Sample
            .Evaluate(
                Check,
                Read(
                    """
                    Resources:
                      A:
                        Type: AWS::EC2::SecurityGroup
                        Properties:
                          SecurityGroupIngress:
                            - { SourceSecurityGroupId: !Ref JumpGroup }
                            - { SourceSecurityGroupId: !GetAtt JumpGroup.GroupId }
                      B:
                        Type: AWS::EC2::SecurityGroup
                        DependsOn: Nowhere
                    """
                ),
                Sample.Policy()
            )
            .Result;

        Assert.Equal(
            ["JumpGroup is not defined", "Nowhere is not defined"],
            result.Evidence.Select(evidence => evidence.Offending)
        );
        Assert.Equal("t.yaml:6", result.Evidence[0].Rule);
        Assert.Equal(
            "A.SecurityGroupIngress[0].SourceSecurityGroupId (line 6), "
                + "A.SecurityGroupIngress[1].SourceSecurityGroupId (line 7)",
            result.Evidence[0].Traffic
        );
        Assert.Equal("B.DependsOn (line 10)", result.Evidence[1].Traffic);
    }

    [Theory]
    [InlineData("GroupDescription: !If [Nope, a, b]", "condition Nope is not defined")]
    [InlineData("GroupDescription: !FindInMap [Nope, a, b]", "mapping Nope is not defined")]
    [InlineData("GroupDescription: !Sub '${Nope.Arn}'", "Nope is not defined")]
    public void Evaluate_OtherNames_AreToldByTheirKind(string property, string offending) =>
        Assert.Equal(
            offending,
            Assert
                .Single(
                    Sample
                        .Evaluate(
                            Check,
                            Read(
                                $"Resources:\n  A:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      {property}\n"
                            ),
                            Sample.Policy()
                        )
                        .Result.Evidence
                )
                .Offending
        );

    [Fact]
    public void Evaluate_WithAMacro_IsUnknown()
    {
        var result = Sample
            .Evaluate(
                Check,
                Read(
                    "Transform: AWS::Serverless-2016-10-31\nResources:\n  A: { Type: AWS::EC2::VPC, DependsOn: FunctionRole }\n"
                ),
                Sample.Policy()
            )
            .Result;

        Assert.Equal((false, true), (result.IsFail, result.IsUnknown));
        Assert.Equal("t.yaml:3: FunctionRole is not defined, unless a macro does", Assert.Single(result.Unknowns));
    }

    internal static Template Read(string text) => TemplateReader.Read(text, "t.yaml").Template!;
}
