using Remediation.Core.Quarantines;
using Remediation.Core.Resources.Interfaces;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>What the statements are limited to: resources and conditions, which the emulator does not evaluate.</summary>
public sealed class StatementTests
{
    private const string Region = "aws:RequestedRegion";

    // Their resources are named without region or account, or the service is asked in one region for all.
    private static readonly string[] Global = ["iam:", "cloudfront:", "shield:"];

    private static readonly IReadOnlyList<(string Holder, YamlMappingNode Statement)> Statements =
    [
        .. TemplateFile.Read().Statements(),
    ];

    private static IEnumerable<YamlMappingNode> Changing =>
        Statements.Where(item => item.Holder == "EnforcePolicy").Select(item => item.Statement);

    [Fact]
    public void EveryStatement_HasANameOfItsOwnAndAllows()
    {
        var names = Statements.Select(item => $"{item.Holder} {item.Statement["Sid"]}").ToList();

        Assert.Equal(names.Distinct(StringComparer.Ordinal).Count(), names.Count);
        Assert.All(Statements, item => Assert.Equal("Allow", item.Statement["Effect"].ToString()));
    }

    [Fact]
    public void NoStatement_NamesActionsByPattern() =>
        Assert.All(
            Statements.SelectMany(item => TemplateFile.Texts(item.Statement["Action"])),
            action => Assert.DoesNotContain('*', action)
        );

    // Whoever grants something on everything says right there why.
    [Fact]
    public void StatementOnEverything_IsJustifiedInACommentAbove()
    {
        var lines = TemplateFile.Hub.Lines();
        foreach (var (_, statement) in Statements.Where(item => Resources(item.Statement).Contains("*")))
        {
            var sid = statement["Sid"].ToString();
            // Wherever a statement of that name is.
            var places = lines.Index().Where(line => line.Item.Trim() == $"- Sid: {sid}").ToList();
            Assert.NotEmpty(places);
            Assert.All(
                places,
                place =>
                    Assert.True(
                        lines[place.Index - 1].TrimStart().StartsWith('#'),
                        $"{sid} in line {place.Index + 1} is on every resource; say why above it"
                    )
            );
        }
    }

    [Fact]
    public void ChangingStatement_OfARegion_IsOfThisRegionAlone() =>
        Assert.All(
            Changing.Where(statement => !IsGlobal(statement)),
            statement => Assert.Equal("AWS::Region", Condition(statement, "StringEquals", Region).ToString())
        );

    [Fact]
    public void ChangingStatement_IsOfThisAccountAlone()
    {
        foreach (var statement in Changing)
        {
            foreach (var resource in Resources(statement).Where(resource => resource != "*"))
            {
                // API Gateway's ARNs have no account; which one it is, is the caller's alone.
                Assert.True(
                    resource.Contains("${AWS::AccountId}", StringComparison.Ordinal)
                        || resource.Contains(":apigateway:", StringComparison.Ordinal),
                    $"{statement["Sid"]}: {resource}"
                );
                Assert.True(
                    IsGlobal(statement) || resource.Contains("${AWS::Region}", StringComparison.Ordinal),
                    $"{statement["Sid"]}: {resource}"
                );
            }
        }
    }

    [Fact]
    public void ChangingStatement_OnEverything_IsOfLogDeliveryAlone() =>
        Assert.Equal(
            ["DeliverLogs"],
            Changing
                .Where(statement => Resources(statement).Contains("*"))
                .Select(statement => statement["Sid"].ToString())
        );

    [Fact]
    public void Tags_AreSetOnlyOnRulesAndOnWhatIsBeingMade()
    {
        var tagging = Changing
            .Where(statement => TemplateFile.Texts(statement["Action"]).Contains("ec2:CreateTags"))
            .ToDictionary(statement => statement["Sid"].ToString(), StringComparer.Ordinal);

        Assert.Equal(
            ["KeepTagsOfRules", "KeepTagsOfWhatIsRestored", "TagIsolationGroups", "TellOfQuarantine"],
            tagging.Keys.Order(StringComparer.Ordinal)
        );
        Assert.EndsWith(
            ":security-group-rule/*",
            Assert.Single(Resources(tagging["KeepTagsOfRules"])),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["CreateFlowLogs", "CreateVpcEndpoint"],
            TemplateFile.Texts(Condition(tagging["KeepTagsOfWhatIsRestored"], "StringEquals", "ec2:CreateAction"))
        );
        var isolation = tagging["TagIsolationGroups"];
        Assert.EndsWith(":security-group/*", Assert.Single(Resources(isolation)), StringComparison.Ordinal);
        Assert.Equal("CreateSecurityGroup", Condition(isolation, "StringEquals", "ec2:CreateAction").ToString());
        Assert.Equal(
            IsolationGroup.OwnTag.Value,
            Condition(isolation, "StringEquals", $"aws:RequestTag/{IsolationGroup.OwnTag.Key}").ToString()
        );
        var quarantine = tagging["TellOfQuarantine"];
        Assert.EndsWith(":network-interface/*", Assert.Single(Resources(quarantine)), StringComparison.Ordinal);
        Assert.Equal(
            [QuarantinePlanner.GroupsTag + "*"],
            TemplateFile.Texts(Condition(quarantine, "ForAllValues:StringLike", "aws:TagKeys"))
        );
        // A call without any tag satisfies the condition on all of them.
        Assert.Equal("false", Condition(quarantine, "Null", "aws:TagKeys").ToString());
    }

    [Fact]
    public void Roles_ArePassedToFlowLogsAlone() =>
        Assert.Equal(
            "vpc-flow-logs.amazonaws.com",
            Condition(Single("iam:PassRole"), "StringEquals", "iam:PassedToService").ToString()
        );

    [Fact]
    public void PolicyDocument_IsReadableAndNothingBesideIt()
    {
        var template = TemplateFile.Read();
        var (bucket, parameter) = (Only(template, "ReadPolicyObject"), Only(template, "ReadPolicyParameter"));

        Assert.Equal("PolicyInBucket", template.Resources["ReadPolicyObject"]["Condition"].ToString());
        Assert.Equal("arn:${AWS::Partition}:s3:::${Object}", bucket["Resource"][0].ToString());
        Assert.Equal("PolicyInParameter", template.Resources["ReadPolicyParameter"]["Condition"].ToString());
        Assert.Equal(
            "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${Name}",
            parameter["Resource"][0].ToString()
        );
    }

    [Fact]
    public void Key_IsUsedThroughTheServicesThatAreEncryptedWithIt()
    {
        var statement = Only(TemplateFile.Read(), "UseKmsKey");

        Assert.Equal("KmsKeyArn", statement["Resource"].ToString());
        Assert.Equal(
            ["dynamodb", "s3", "sqs", "ssm"],
            TemplateFile
                .Texts(Condition(statement, "StringEquals", "kms:ViaService"))
                .Select(service => service.Split('.')[0])
        );
    }

    [Fact]
    public void Heartbeat_MayPutItsOwnEventsAlone()
    {
        var statement = Only(TemplateFile.Read(), "CanaryRole");

        Assert.EndsWith(":event-bus/default", statement["Resource"].ToString(), StringComparison.Ordinal);
        Assert.Equal("remediation.canary", Condition(statement, "StringEquals", "events:source").ToString());
    }

    private static YamlMappingNode Only(TemplateFile template, string holder) =>
        Assert.Single(template.Statements(), item => item.Holder == holder).Statement;

    private static YamlMappingNode Single(string action) =>
        Assert.Single(Changing, statement => TemplateFile.Texts(statement["Action"]).Contains(action));

    private static YamlNode Condition(YamlMappingNode statement, string test, string key)
    {
        Assert.True(
            TemplateFile.Has(statement, "Condition")
                && TemplateFile.Has(statement["Condition"], test)
                && TemplateFile.Has(statement["Condition"][test], key),
            $"{statement["Sid"]} is not limited by {key}"
        );
        return statement["Condition"][test][key];
    }

    private static List<string> Resources(YamlMappingNode statement) => [.. TemplateFile.Texts(statement["Resource"])];

    private static bool IsGlobal(YamlMappingNode statement) =>
        TemplateFile
            .Texts(statement["Action"])
            .All(action => Global.Any(service => action.StartsWith(service, StringComparison.Ordinal)));
}
