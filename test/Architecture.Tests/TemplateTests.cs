using Architecture.Tests.Deployment;
using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Quarantines;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Engine.Guards;
using Remediation.Engine.Tickets.Notifiers;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Sinks;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>What template.yaml forwards and permits is what the checks and their fixes need: no more, no less.</summary>
public sealed class TemplateTests
{
    private static readonly YamlMappingNode Resources = TemplateFile.Hub.Resources;

    [Fact]
    public void EventPatterns_ForwardExactlyTheTriggersOfTheChecks()
    {
        var forwarded = CallRules()
            .SelectMany(rule =>
                TemplateFile
                    .Texts(TemplateFile.At(rule, "Properties", "EventPattern", "detail", "eventName"))
                    .Select(name => ServiceOf(rule) == "ec2" ? name : $"{ServiceOf(rule)}:{name}")
            )
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
            trigger => Assert.Contains(trigger, EventParser.WatchedCalls)
        );

    [Fact]
    public void EventPatterns_LeaveOutFailedCallsAndTheFunctionItself() =>
        Assert.All(
            CallRules(),
            rule =>
            {
                var pattern = TemplateFile.At(rule, "Properties", "EventPattern", "detail").ToString();
                Assert.Contains(
                    "exists",
                    TemplateFile.At(rule, "Properties", "EventPattern", "detail", "errorCode").ToString(),
                    StringComparison.Ordinal
                );
                Assert.Contains("anything-but", pattern, StringComparison.Ordinal);
                Assert.Contains("RemediationRole.Arn", pattern, StringComparison.Ordinal);
            }
        );

    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: a pattern has at most 2048 characters.
    [Fact]
    public void EventPatterns_AreShortEnoughAndOfOneServiceEach() =>
        Assert.All(
            CallRules(),
            rule =>
            {
                Assert.Equal(
                    $"{ServiceOf(rule)}.amazonaws.com",
                    Assert.Single(
                        TemplateFile.Texts(TemplateFile.At(rule, "Properties", "EventPattern", "detail", "eventSource"))
                    )
                );
                // What is between the names is some 600 characters at most.
                var names = TemplateFile
                    .Texts(TemplateFile.At(rule, "Properties", "EventPattern", "detail", "eventName"))
                    .Sum(name => name.Length + 3);
                Assert.InRange(names, 1, 1400);
            }
        );

    [Fact]
    public void EveryRule_MaySendToTheQueue()
    {
        var allowed = TemplateFile
            .Texts(
                TemplateFile.At(
                    First(
                        TemplateFile.At(
                            (YamlMappingNode)Resources["QueuePolicy"],
                            "Properties",
                            "PolicyDocument",
                            "Statement"
                        )
                    ),
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
        var permitted = Actions(TemplateFile.At(policy, "Properties", "PolicyDocument", "Statement"));

        var needed = CheckCatalog
            .All.SelectMany(check => check.Metadata.FixActions)
            .Concat(QuarantinePlanner.Actions)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal("Enforce", policy["Condition"].ToString());
        Assert.Equal(
            needed.Order(StringComparer.Ordinal),
            permitted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void RoleWithoutEnforce_ReadsAndCannotChangeTheNetwork()
    {
        var policies = (YamlSequenceNode)
            TemplateFile.At((YamlMappingNode)Resources["RemediationRole"], "Properties", "Policies");
        string[] own = ["sqs", "logs", "xray", "dynamodb", "s3", "ssm"];
        var network = policies
            .Cast<YamlMappingNode>()
            .SelectMany(policy => Actions(TemplateFile.At(policy, "PolicyDocument", "Statement")))
            .Where(action => !own.Contains(action.Split(':')[0], StringComparer.Ordinal));

        Assert.Equal(
            AwsAccount.ReadActions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            network.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Role_MayOnlyAddToTheLedger_AndDeleteRecordsAlone()
    {
        var policies = (YamlSequenceNode)
            TemplateFile.At((YamlMappingNode)Resources["RemediationRole"], "Properties", "Policies");
        var actions = policies
            .Cast<YamlMappingNode>()
            .SelectMany(policy => Actions(TemplateFile.At(policy, "PolicyDocument", "Statement")))
            .Where(action => action.Split(':')[0] is "dynamodb" or "s3")
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            DynamoDbLedger
                .Actions.Union(DynamoDbBaselines.Actions, StringComparer.Ordinal)
                .Union(DynamoDbRecords.Actions, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            actions
        );
        Assert.Equal(
            ["dynamodb:DeleteItem"],
            actions.Where(action => action.Contains("Delete", StringComparison.Ordinal))
        );
        var forget = policies
            .Cast<YamlMappingNode>()
            .SelectMany(policy => (YamlSequenceNode)TemplateFile.At(policy, "PolicyDocument", "Statement"))
            .Cast<YamlMappingNode>()
            .Single(statement => statement["Sid"].ToString() == "ForgetRecords");
        Assert.Equal(
            "record/*",
            TemplateFile.At(forget, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys").ToString()
        );
    }

    [Fact]
    public void QuarantinePermissions_AreBoundToTheTagsOfTheEngine()
    {
        var statements = (
            (YamlSequenceNode)
                TemplateFile.At(
                    (YamlMappingNode)Resources["EnforcePolicy"],
                    "Properties",
                    "PolicyDocument",
                    "Statement"
                )
        )
            .Cast<YamlMappingNode>()
            .ToDictionary(statement => statement["Sid"].ToString(), StringComparer.Ordinal);
        var tag = $"aws:RequestTag/{IsolationGroup.OwnTag.Key}";

        Assert.Equal(
            IsolationGroup.OwnTag.Value,
            TemplateFile.At(statements["MakeIsolationGroups"], "Condition", "StringEquals", tag).ToString()
        );
        Assert.Equal(
            ["CreateSecurityGroup", IsolationGroup.OwnTag.Value],
            new[] { "ec2:CreateAction", tag }.Select(key =>
                TemplateFile.At(statements["TagIsolationGroups"], "Condition", "StringEquals", key).ToString()
            )
        );
        Assert.Equal(
            [QuarantinePlanner.GroupsTag + "*"],
            TemplateFile.Texts(
                TemplateFile.At(statements["TellOfQuarantine"], "Condition", "ForAllValues:StringLike", "aws:TagKeys")
            )
        );
        // Everybody's tags could be taken away otherwise.
        Assert.All(
            statements.Values.Where(statement => TemplateFile.Texts(statement["Action"]).Contains("ec2:DeleteTags")),
            statement => Assert.Equal("TellOfQuarantine", statement["Sid"].ToString())
        );
    }

    [Fact]
    public void FindingRules_ForwardWhatNamesAWorkload()
    {
        Assert.Equal(
            "true",
            TemplateFile
                .At(
                    First(
                        TemplateFile.At(
                            Rules("aws.guardduty").Single(),
                            "Properties",
                            "EventPattern",
                            "detail",
                            "resource",
                            "instanceDetails",
                            "instanceId"
                        )
                    ),
                    "exists"
                )
                .ToString()
        );
        Assert.Equal(
            ["AwsEc2Instance", "AwsEc2NetworkInterface"],
            TemplateFile.Texts(
                TemplateFile.At(
                    Rules("aws.securityhub").Single(),
                    "Properties",
                    "EventPattern",
                    "detail",
                    "findings",
                    "Resources",
                    "Type"
                )
            )
        );
    }

    // What ended is looked at again only when the function is woken.
    [Fact]
    public void RecheckRule_WakesTheFunctionEveryFewMinutes() =>
        Assert.Equal(
            "rate(5 minutes)",
            TemplateFile.At((YamlMappingNode)Resources["RecheckRule"], "Properties", "ScheduleExpression").ToString()
        );

    [Fact]
    public void Role_MayReadTheKillSwitchAndTheApprovalKeyAndNothingElseOfSsm()
    {
        var policies = (YamlSequenceNode)
            TemplateFile.At((YamlMappingNode)Resources["RemediationRole"], "Properties", "Policies");
        var statement = Assert.Single(
            policies
                .Cast<YamlMappingNode>()
                .SelectMany(policy => (YamlSequenceNode)TemplateFile.At(policy, "PolicyDocument", "Statement"))
                .Cast<YamlMappingNode>(),
            statement =>
                TemplateFile
                    .Texts(statement["Action"])
                    .Any(action => action.StartsWith("ssm:", StringComparison.Ordinal))
        );

        Assert.Equal(ParameterKillSwitch.Action, SecretReader.ParameterAction);
        Assert.Equal([ParameterKillSwitch.Action], TemplateFile.Texts(statement["Action"]));
        var resources = (YamlSequenceNode)statement["Resource"];
        Assert.Equal(2, resources.Children.Count);
        Assert.EndsWith("parameter${KillSwitch}", resources[0].ToString(), StringComparison.Ordinal);
        // Only where there is one.
        var key = (YamlSequenceNode)resources[1];
        Assert.Equal(["HasApprovalKey", "AWS::NoValue"], [key[0].ToString(), key[2].ToString()]);
        Assert.EndsWith("parameter${ApprovalKey}", key[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ParameterKillSwitch.Run,
            TemplateFile.At((YamlMappingNode)Resources["KillSwitch"], "Properties", "Value").ToString()
        );
    }

    [Fact]
    public void Role_MayReadTheApprovalSecretWhereThereIsOne()
    {
        var policy = (YamlMappingNode)Resources["ApprovalSecretPolicy"];
        var statement = (YamlMappingNode)
            Assert.Single((YamlSequenceNode)TemplateFile.At(policy, "Properties", "PolicyDocument", "Statement"));

        Assert.Equal("HasApprovalSecret", policy["Condition"].ToString());
        Assert.Equal([SecretReader.SecretAction], TemplateFile.Texts(statement["Action"]));
        Assert.Equal("ApprovalSecretArn", statement["Resource"].ToString());
    }

    public static TheoryData<string, string, string[]> DestinationPolicies() =>
        new()
        {
            { "OpsCenterPolicy", "OpensOpsItems", [.. OpsCenterTickets.Actions] },
            { "SecurityHubPolicy", "ImportsFindings", [.. SecurityHubTickets.Actions] },
            { "TicketSecretPolicy", "HasTicketSecrets", [.. SecretReader.Actions] },
            { "TicketKeyPolicy", "HasTicketKey", ["kms:Decrypt"] },
            { "NotifyTopicPolicy", "HasNotifyTopic", [SnsNotifier.Action] },
            { "NotifyBusPolicy", "HasNotifyBus", [EventBridgeNotifier.Action] },
        };

    // Nothing of it unless a parameter says so, and never in observe mode, in which nobody is told anything.
    [Theory]
    [MemberData(nameof(DestinationPolicies))]
    public void DestinationPolicy_PermitsExactlyWhatTheDestinationCalls(string name, string condition, string[] actions)
    {
        var policy = (YamlMappingNode)Resources[name];

        Assert.Equal(condition, policy["Condition"].ToString());
        Assert.Equal(
            actions.Order(StringComparer.Ordinal),
            Actions(TemplateFile.At(policy, "Properties", "PolicyDocument", "Statement")).Order(StringComparer.Ordinal)
        );
        var conditions = (YamlSequenceNode)TemplateFile.At(TemplateFile.Hub.Conditions, condition);
        Assert.Contains(conditions[0].ToString(), (string[])["Enforce", "HasTicketSecrets"]);
    }

    [Fact]
    public void DestinationPolicies_NameWhatTheyAreAbout_WhereverAwsKnowsAResource()
    {
        string[] unscoped = ["ssm:CreateOpsItem", "ssm:DescribeOpsItems"];
        var statements = DestinationPolicies()
            .Select(row => (YamlMappingNode)Resources[row.Data.Item1])
            .SelectMany(policy =>
                (YamlSequenceNode)TemplateFile.At(policy, "Properties", "PolicyDocument", "Statement")
            );

        Assert.All(
            statements,
            statement =>
            {
                if (statement["Resource"].ToString() == "*")
                {
                    Assert.Equal(unscoped, TemplateFile.Texts(statement["Action"]));
                }
            }
        );
    }

    // Every policy of the role is one that some test here holds to the code.
    [Fact]
    public void Policies_OfTheRole_AreAllKnown() =>
        Assert.Equal(
            DestinationPolicies()
                .Select(row => row.Data.Item1)
                .Concat([
                    "ApprovalSecretPolicy",
                    "EnforcePolicy",
                    "MemberPolicy",
                    "ReadPolicyObject",
                    "ReadPolicyParameter",
                    "UseKmsKey",
                ])
                .Order(StringComparer.Ordinal),
            Resources
                .Children.Where(child => TypeOf(child.Value) is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy")
                .Where(child =>
                    TemplateFile.Texts(TemplateFile.At(child.Value, "Properties", "Roles")).Contains("RemediationRole")
                )
                .Select(child => child.Key.ToString())
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void ConfigRule_ForwardsTheTypesThatChecksJudge()
    {
        var detail = (YamlSequenceNode)
            TemplateFile.At(Rules("aws.config").Single(), "Properties", "EventPattern", "detail", "$or");
        var judged = CheckCatalog
            .All.SelectMany(check => check.Metadata.ResourceTypes)
            .Distinct(StringComparer.Ordinal)
            .Intersect(EventParser.ConfigTypes, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.All(
            detail.Cast<YamlMappingNode>(),
            item =>
                Assert.Equal(
                    judged,
                    TemplateFile.Texts(item.Children.Values.Single()["resourceType"]).Order(StringComparer.Ordinal)
                )
        );
        Assert.Equal(2, detail.Children.Count);
    }

    // What Config asks about is what it forwards, and nobody but Config of this account may ask.
    [Fact]
    public void RuleOfConfig_IsOfTheTypesThatChecksJudge_AndAnsweredByTheAuditFunction()
    {
        var (rule, permission) = (
            TemplateFile.Hub.Properties("ConfigRule"),
            TemplateFile.Hub.Properties("ConfigPermission")
        );
        var forwarded = (YamlSequenceNode)
            TemplateFile.At(Rules("aws.config").Single(), "Properties", "EventPattern", "detail", "$or");

        Assert.Equal(
            TemplateFile.Texts(TemplateFile.At(forwarded[0], "configurationItem", "resourceType")),
            TemplateFile.Texts(TemplateFile.At(rule, "Scope", "ComplianceResourceTypes"))
        );
        Assert.Equal("AuditFunction.Arn", TemplateFile.At(rule, "Source", "SourceIdentifier").ToString());
        Assert.Equal("AuditFunction", permission["FunctionName"].ToString());
        Assert.Equal("config.amazonaws.com", permission["Principal"].ToString());
        Assert.Equal("AWS::AccountId", permission["SourceAccount"].ToString());
        Assert.All(
            (string[])["ConfigRule", "ConfigPermission", "AuditConfigPolicy"],
            name => Assert.Equal("PublishesToConfig", Resources[name]["Condition"].ToString())
        );
        Assert.Equal("false", TemplateFile.Hub.Parameters["PublishToConfig"]["Default"].ToString());
    }

    // No function can be reached from the internet, and none by another account.
    [Fact]
    public void Functions_HaveNoAddress_AndNobodyElseMayInvokeThem()
    {
        Assert.Empty(TemplateFile.Hub.Of("AWS::Lambda::Url"));
        Assert.All(
            TemplateFile.Hub.Of("AWS::Serverless::Function"),
            function => Assert.False(TemplateFile.Has(function.Node["Properties"], "FunctionUrlConfig"), function.Name)
        );
        Assert.Equal(["ConfigPermission"], TemplateFile.Hub.Of("AWS::Lambda::Permission").Select(item => item.Name));
    }

    [Fact]
    public void Mode_IsObserveUnlessSomebodySaysOtherwise() =>
        Assert.Equal("observe", TemplateFile.At(TemplateFile.Hub.Parameters, "Mode", "Default").ToString());

    private static IEnumerable<YamlMappingNode> Rules(string source) =>
        Resources
            .Children.Values.OfType<YamlMappingNode>()
            .Where(IsPatternRule)
            .Where(node =>
                TemplateFile.Texts(TemplateFile.At(node, "Properties", "EventPattern", "source")).Contains(source)
            );

    private static List<YamlMappingNode> CallRules() =>
        [
            .. Resources
                .Children.Values.OfType<YamlMappingNode>()
                .Where(node =>
                    IsPatternRule(node)
                    && IsOfAws(node)
                    && ServiceOf(node) is not ("config" or "guardduty" or "securityhub")
                ),
        ];

    // What comes over the members' bus, the spokes' own rules choose.
    private static bool IsPatternRule(YamlMappingNode node) =>
        TypeOf(node) == "AWS::Events::Rule"
        && !((YamlMappingNode)node["Properties"]).Children.ContainsKey(new YamlScalarNode("EventBusName"))
        && ((YamlMappingNode)node["Properties"]).Children.ContainsKey(new YamlScalarNode("EventPattern"));

    // The heartbeat's rule is not: its events are the stack's own.
    private static bool IsOfAws(YamlNode rule) =>
        TemplateFile
            .Texts(TemplateFile.At(rule, "Properties", "EventPattern", "source"))
            .All(source => source.StartsWith("aws.", StringComparison.Ordinal));

    private static string ServiceOf(YamlNode rule) =>
        TemplateFile.Texts(TemplateFile.At(rule, "Properties", "EventPattern", "source")).Single()["aws.".Length..];

    private static string TypeOf(YamlNode node) => node["Type"].ToString();

    private static YamlMappingNode First(YamlNode sequence) => (YamlMappingNode)((YamlSequenceNode)sequence)[0];

    private static IEnumerable<string> Actions(YamlNode statements) =>
        ((YamlSequenceNode)statements).SelectMany(statement => TemplateFile.Texts(statement["Action"]));
}
