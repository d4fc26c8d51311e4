using System.Text;
using System.Text.RegularExpressions;
using Remediation.Aws.Policies;
using Remediation.Core.Events;
using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>What every parameter, role and store of the template has, and what its heartbeat says.</summary>
public sealed class TemplateShapeTests
{
    private static readonly TemplateFile Template = TemplateFile.Read();

    [Fact]
    public void EveryParameter_IsDescribedLabelledGroupedAndLimited()
    {
        var metadata = Template.Interface;
        var grouped = ((YamlSequenceNode)metadata["ParameterGroups"])
            .SelectMany(group => TemplateFile.Texts(group["Parameters"]))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Names(Template.Parameters), grouped);
        Assert.Equal(Names(Template.Parameters), Names((YamlMappingNode)metadata["ParameterLabels"]));
        Assert.All(
            Template.Parameters.Children,
            parameter =>
            {
                Assert.True(TemplateFile.Text(parameter.Value, "Description")?.Length > 10, $"{parameter.Key}");
                Assert.True(TemplateFile.Has(parameter.Value, "Default"), $"{parameter.Key} has no default");
                Assert.True(
                    TemplateFile.Has(parameter.Value, "AllowedValues")
                        || TemplateFile.Has(parameter.Value, "AllowedPattern")
                        || TemplateFile.Has(parameter.Value, "MaxValue"),
                    $"{parameter.Key} takes anything"
                );
            }
        );
    }

    [Fact]
    public void EveryParameter_IsInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.All(Names(Template.Parameters), name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_AreTheCautiousOnes()
    {
        Assert.Equal("observe", Template.Parameters["Mode"]["Default"].ToString());
        Assert.Equal("foundational", Template.Parameters["PolicyName"]["Default"].ToString());
        Assert.All(
            Template.Parameters.Children.Where(parameter => TemplateFile.Has(parameter.Value, "AllowedPattern")),
            parameter =>
                Assert.Matches(parameter.Value["AllowedPattern"].ToString(), parameter.Value["Default"].ToString())
        );
    }

    // What the template lets through the function understands.
    [Theory]
    [InlineData("s3://policies/team/policy.yaml")]
    [InlineData("ssm:/remediation/policy")]
    [InlineData("s3://policies")]
    [InlineData("ssm:policy")]
    [InlineData("https://example.com/policy.yaml")]
    public void PolicyUri_IsLimitedToWhatTheFunctionReads(string uri) =>
        Assert.Equal(
            PolicyAddress.Parse(uri).IsSuccess,
            Regex.IsMatch(
                uri,
                Template.Parameters["PolicyUri"]["AllowedPattern"].ToString(),
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            )
        );

    [Fact]
    public void EveryStore_IsKeptOrGivenUpOnPurposeAndEncrypted()
    {
        string[] kept = ["LedgerTable", "StateBucket", "DeadLetterQueue", "FunctionLog", "AuditLog"];
        Assert.All(
            kept,
            name =>
            {
                Assert.Equal("Retain", Template.Resources[name]["DeletionPolicy"].ToString());
                Assert.Equal("Retain", Template.Resources[name]["UpdateReplacePolicy"].ToString());
            }
        );
        // With a key of one's own or with AWS's.
        Assert.All(
            [.. kept, "ChangeQueue"],
            name => Assert.Contains("KmsKeyArn", Written(name), StringComparison.Ordinal)
        );
        Assert.Equal("true", Template.Properties("LedgerTable")["SSESpecification"]["SSEEnabled"].ToString());
        Assert.Contains("AES256", Written("StateBucket"), StringComparison.Ordinal);
        Assert.Contains(
            "SqsManagedSseEnabled: !If [HasKmsKey, !Ref AWS::NoValue, true]",
            Template.Written(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void EveryRole_HasTheBoundaryOfTheOrganisation() =>
        Assert.All(
            Template.Of("AWS::IAM::Role"),
            role => Assert.True(TemplateFile.Has(role.Node["Properties"], "PermissionsBoundary"), role.Name)
        );

    [Fact]
    public void EveryStoreAndRole_IsTagged() =>
        Assert.All(
            Template
                .Resources.Children.Where(child =>
                    child.Value["Type"].ToString()
                        is "AWS::SQS::Queue"
                            or "AWS::DynamoDB::Table"
                            or "AWS::S3::Bucket"
                            or "AWS::Logs::LogGroup"
                            or "AWS::IAM::Role"
                            or "AWS::SSM::Parameter"
                            or "AWS::EC2::SecurityGroup"
                            or "AWS::Serverless::Function"
                )
                .Select(child => child.Key.ToString()),
            name => Assert.True(TemplateFile.Has(Template.Properties(name), "Tags"), name)
        );

    [Fact]
    public void CanaryGroup_LetsNothingInAndNothingOutAndIsAttachedToNothing()
    {
        var properties = Template.Properties("CanaryGroup");

        Assert.False(TemplateFile.Has(properties, "SecurityGroupIngress"));
        var egress = Assert.Single((YamlSequenceNode)properties["SecurityGroupEgress"]);
        Assert.Equal("127.0.0.1/32", egress["CidrIp"].ToString());
        // Named where the heartbeat names it, and where it is told what that is; nowhere else.
        Assert.Equal(3, Template.Written().Split("!GetAtt CanaryGroup.GroupId").Length - 1);
        Assert.Equal(3, Template.Written().Split("CanaryGroup.").Length - 1);
        Assert.All(
            (string[])["RemediationFunction", "AuditFunction"],
            name =>
                Assert.Contains(
                    "CanaryGroup.GroupId",
                    Template.Properties(name)["Environment"]["Variables"]["REMEDIATION_CANARY_GROUP"].ToString(),
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain("!Ref CanaryGroup", Template.Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void Heartbeat_IsAChangeOfTheCanarysGroupThatTheParserUnderstands()
    {
        var target = Template.Properties("CanarySchedule")["Target"];
        var detail = target["Input"]
            [0]
            .ToString()
            .Replace("${Group}", "sg-0a1b2c3d4e5f60718", StringComparison.Ordinal)
            .Replace("${AWS::Region}", "us-east-1", StringComparison.Ordinal)
            .Replace("${AWS::AccountId}", "123456789012", StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", "2026-11-20T10:00:00Z", StringComparison.Ordinal);
        var pattern = Template.Properties("CanaryRule")["EventPattern"];
        var names = target["EventBridgeParameters"];
        var text = $$"""{"source":"{{names["Source"]}}","detail-type":"{{names["DetailType"]}}","detail":{{detail}}}""";

        var change = Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(text))).Change;

        Assert.Equal("sg-0a1b2c3d4e5f60718", Assert.Single(change!.Resources).Id);
        Assert.Equal(("123456789012", "us-east-1"), (change.Account, change.Region));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), change.Time);
        Assert.Equal([names["Source"].ToString()], TemplateFile.Texts(pattern["source"]));
        Assert.Equal([names["DetailType"].ToString()], TemplateFile.Texts(pattern["detail-type"]));
    }

    private static string Written(string resource) => Template.Properties(resource).ToString();

    private static IEnumerable<string> Names(YamlMappingNode node) =>
        node.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal);
}
