using Remediation.Aws.Ec2;
using Remediation.Aws.Ledger;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Resources;
using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>What template.yaml forwards and permits is what the checks and their fixes need: no more, no less.</summary>
public sealed class TemplateTests
{
    private static readonly YamlMappingNode Resources = (YamlMappingNode)Template()["Resources"];

    [Fact]
    public void EventPatterns_ForwardExactlyTheTriggersOfTheChecks()
    {
        var forwarded = Rules("aws.ec2")
            .SelectMany(rule => Texts(At(rule, "Properties", "EventPattern", "detail", "eventName")))
            .Order(StringComparer.Ordinal);

        var triggers = CheckCatalog
            .All.SelectMany(check => check.Metadata.Triggers)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

        Assert.Equal(triggers, forwarded);
    }

    [Fact]
    public void Triggers_AreCallsThatTheParserUnderstands() =>
        Assert.All(
            CheckCatalog.All.SelectMany(check => check.Metadata.Triggers),
            trigger => Assert.Contains(trigger, EventParser.WatchedEc2Calls)
        );

    [Fact]
    public void EventPatterns_LeaveOutFailedCallsAndTheFunctionItself() =>
        Assert.All(
            Rules("aws.ec2"),
            rule =>
            {
                var pattern = At(rule, "Properties", "EventPattern", "detail").ToString();
                Assert.Contains(
                    "exists",
                    At(rule, "Properties", "EventPattern", "detail", "errorCode").ToString(),
                    StringComparison.Ordinal
                );
                Assert.Contains("anything-but", pattern, StringComparison.Ordinal);
                Assert.Contains("RemediationRole.Arn", pattern, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void EveryRule_MaySendToTheQueue()
    {
        var allowed = Texts(
                At(
                    First(At((YamlMappingNode)Resources["QueuePolicy"], "Properties", "PolicyDocument", "Statement")),
                    "Condition",
                    "ArnEquals",
                    "aws:SourceArn"
                )
            )
            .Order(StringComparer.Ordinal);

        var rules = Resources
            .Children.Where(child => TypeOf(child.Value) == "AWS::Events::Rule")
            .Select(child => $"{child.Key}.Arn")
            .Order(StringComparer.Ordinal);

        Assert.Equal(rules, allowed);
    }

    [Fact]
    public void MutatingActions_AreExactlyThoseOfTheFixes_AndOnlyInEnforceMode()
    {
        var policy = (YamlMappingNode)Resources["EnforcePolicy"];
        var permitted = Actions(At(policy, "Properties", "PolicyDocument", "Statement"));

        var needed = CheckCatalog.All.SelectMany(check => check.Metadata.FixActions).ToHashSet(StringComparer.Ordinal);

        Assert.Equal("Enforce", policy["Condition"].ToString());
        Assert.Equal(needed.Order(StringComparer.Ordinal), permitted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RoleWithoutEnforce_ReadsAndCannotChangeTheNetwork()
    {
        var policies = (YamlSequenceNode)At((YamlMappingNode)Resources["RemediationRole"], "Properties", "Policies");
        var ec2 = policies
            .Cast<YamlMappingNode>()
            .SelectMany(policy => Actions(At(policy, "PolicyDocument", "Statement")))
            .Where(action => action.StartsWith("ec2:", StringComparison.Ordinal));

        Assert.Equal(Ec2Account.ReadActions.Order(StringComparer.Ordinal), ec2.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Role_MayOnlyAddToTheLedger()
    {
        var policies = (YamlSequenceNode)At((YamlMappingNode)Resources["RemediationRole"], "Properties", "Policies");
        var actions = policies
            .Cast<YamlMappingNode>()
            .SelectMany(policy => Actions(At(policy, "PolicyDocument", "Statement")))
            .Where(action => action.StartsWith("dynamodb:", StringComparison.Ordinal));

        Assert.Equal(DynamoDbLedger.Actions, actions);
    }

    [Fact]
    public void ConfigRule_ForwardsTheTypesThatChecksJudge()
    {
        var text = At(Rules("aws.config").Single(), "Properties", "EventPattern", "detail").ToString();
        string[] types = [ResourceTypes.SecurityGroup, ResourceTypes.NetworkAcl];

        Assert.Equal(
            types.Order(StringComparer.Ordinal),
            CheckCatalog
                .All.Select(check => check.Metadata.ResourceType)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(types, type => Assert.Contains(type, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Mode_IsObserveUnlessSomebodySaysOtherwise() =>
        Assert.Equal("observe", At((YamlMappingNode)Template()["Parameters"], "Mode", "Default").ToString());

    private static YamlMappingNode Template()
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, "template.yaml"));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Rules(string source) =>
        Resources
            .Children.Values.OfType<YamlMappingNode>()
            .Where(node => TypeOf(node) == "AWS::Events::Rule")
            .Where(node => Texts(At(node, "Properties", "EventPattern", "source")).Contains(source));

    private static string TypeOf(YamlNode node) => node["Type"].ToString();

    private static YamlNode At(YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node[name];
        }
        return node;
    }

    private static YamlMappingNode First(YamlNode sequence) => (YamlMappingNode)((YamlSequenceNode)sequence)[0];

    private static IEnumerable<string> Texts(YamlNode node) =>
        node is YamlSequenceNode sequence ? sequence.Select(child => child.ToString()) : [node.ToString()];

    private static IEnumerable<string> Actions(YamlNode statements) =>
        ((YamlSequenceNode)statements).SelectMany(statement => Texts(statement["Action"]));
}
