using Architecture.Tests.Deployment;
using Remediation.Aws;
using Remediation.Aws.Organizations;
using Remediation.Checks;
using Remediation.Core.Quarantines;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>
/// The spoke forwards what the hub watches at home and permits there what the hub may at home: no more, no less. The hub's own
/// template is held to the catalogue, so that both are.
/// </summary>
public sealed class SpokeTemplateTests
{
    [Fact]
    public void Rules_WatchWhatTheHubWatchesAtHome()
    {
        Assert.Equal(TemplateFile.Hub.Rules.Keys, TemplateFile.Spoke.Rules.Keys);
        Assert.All(
            TemplateFile.Hub.Rules,
            rule => Assert.Equal(Pattern(rule.Value), Pattern(TemplateFile.Spoke.Rules[rule.Key]))
        );
        Assert.NotEmpty(TemplateFile.Spoke.Rules);
    }

    // Configuration items and findings name nobody who called.
    [Fact]
    public void Rules_LeaveOutWhatTheSpokesOwnRoleDoes() =>
        Assert.All(
            TemplateFile.Spoke.Rules.Where(rule =>
                rule.Key is not ("ConfigItemRule" or "GuardDutyFindingRule" or "SecurityHubFindingRule")
            ),
            rule =>
                Assert.Contains(
                    "role/${SpokeRoleName}",
                    TemplateFile.Canonical(TemplateFile.At(rule.Value, "Properties", "EventPattern")),
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public void Rules_SendToTheHubAndKeepWhatItDoesNotTake()
    {
        Assert.All(
            TemplateFile.Spoke.Rules.Values,
            rule =>
            {
                var target = Assert.Single((YamlSequenceNode)TemplateFile.At(rule, "Properties", "Targets"));
                Assert.Equal("HubEventBusArn", target["Arn"].ToString());
                Assert.Equal("ForwardRole.Arn", target["RoleArn"].ToString());
                Assert.Equal("Undelivered.Arn", TemplateFile.At(target, "DeadLetterConfig", "Arn").ToString());
            }
        );
        var statement = (
            (YamlSequenceNode)
                TemplateFile.At(
                    TemplateFile.Spoke.Resource("UndeliveredPolicy"),
                    "Properties",
                    "PolicyDocument",
                    "Statement"
                )
        )[0];
        Assert.Equal(
            TemplateFile.Spoke.Rules.Keys.Select(name => $"{name}.Arn"),
            TemplateFile
                .Texts(TemplateFile.At(statement, "Condition", "ArnEquals", "aws:SourceArn"))
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("SpokeRole")]
    [InlineData("SpokeAuditRole")]
    public void Roles_ReadWhatTheEngineReads_AndNothingElse(string role)
    {
        var statement = Assert.Single(TemplateFile.Spoke.Statements(role));

        Assert.Equal(
            AwsAccount.ReadActions.Order(StringComparer.Ordinal),
            TemplateFile.Actions(statement.Value).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void ObservingSpoke_HasNoActionThatChangesAnything()
    {
        var changing = CheckCatalog
            .All.SelectMany(check => check.Metadata.FixActions)
            .ToHashSet(StringComparer.Ordinal);

        changing.UnionWith(QuarantinePlanner.Actions);
        Assert.All(
            TemplateFile.Spoke.Statements("SpokeRole").Values,
            statement => Assert.DoesNotContain(TemplateFile.Actions(statement), changing.Contains)
        );
        Assert.Equal("Enforces", TemplateFile.Spoke.Resource("EnforcePolicy")["Condition"].ToString());
        Assert.Equal("SpokeRole", Assert.Single(PolicyRoles("EnforcePolicy")));
    }

    // Statement by statement: the same actions on the same resources under the same conditions, in every region of the stack set,
    // and only for a hub that enforces.
    [Fact]
    public void EnforcingSpoke_MayChangeWhatTheHubMayAtHome_WhenTheHubEnforces()
    {
        var home = TemplateFile.Hub.Statements("EnforcePolicy");
        var there = TemplateFile.Spoke.Statements("EnforcePolicy");

        Assert.Equal(home.Keys.Order(StringComparer.Ordinal), there.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            home,
            statement =>
            {
                var spoke = there[statement.Key];
                Assert.Equal(TemplateFile.Actions(statement.Value), TemplateFile.Actions(spoke));
                Assert.Equal(
                    TemplateFile
                        .Texts(statement.Value["Resource"])
                        .Select(text => text.Replace("${AWS::Region}", "*", StringComparison.Ordinal)),
                    TemplateFile.Texts(spoke["Resource"])
                );
                Assert.Equal(
                    Conditions(statement.Value, "aws:RequestedRegion"),
                    Conditions(spoke, "aws:RequestedRegion")
                );
                Assert.Equal(
                    "enforce",
                    TemplateFile.At(spoke, "Condition", "StringEquals", "aws:PrincipalTag/remediation-mode").ToString()
                );
            }
        );
        Assert.Equal(
            "Regions",
            TemplateFile.At(there["DeliverLogs"], "Condition", "StringEquals", "aws:RequestedRegion").ToString()
        );
    }

    [Theory]
    [InlineData("SpokeRole", "HubRoleArn")]
    [InlineData("SpokeAuditRole", "HubAuditRoleArn")]
    public void Roles_AreAssumedByTheHubsRoleAlone_WithTheExternalId(string role, string hub)
    {
        var trust = TemplateFile.At(
            TemplateFile.Spoke.Resource(role),
            "Properties",
            "AssumeRolePolicyDocument",
            "Statement"
        );
        var statements = ((YamlSequenceNode)trust).ToList();

        Assert.Equal(MemberAccounts.Actions, statements.SelectMany(TemplateFile.Actions));
        Assert.All(
            statements,
            statement =>
                Assert.Equal(hub, TemplateFile.At(statement, "Condition", "ArnEquals", "aws:PrincipalArn").ToString())
        );
        Assert.Equal(
            "ExternalId",
            TemplateFile.At(statements[0], "Condition", "StringEquals", "sts:ExternalId").ToString()
        );
        Assert.Equal(
            "remediation-mode",
            Assert.Single(
                TemplateFile.Texts(
                    TemplateFile.At(statements[1], "Condition", "ForAllValues:StringEquals", "aws:TagKeys")
                )
            )
        );
        Assert.Equal(
            role == "SpokeRole" ? ["observe", "enforce"] : ["observe"],
            TemplateFile.Texts(
                TemplateFile.At(statements[1], "Condition", "StringEquals", "aws:RequestTag/remediation-mode")
            )
        );
    }

    // What is always there and what enforce adds are inline; what a parameter adds is attached, of which a role may have ten.
    [Fact]
    public void Policies_OfTheHubsRole_FitInWhatIamTakes()
    {
        var attached = TemplateFile
            .Hub.Resources.Children.Where(child => child.Value["Type"].ToString() == "AWS::IAM::ManagedPolicy")
            .Select(child => child.Key.ToString())
            .ToList();
        // A policy document is in a bucket or in a parameter, never in both.
        var most = attached.Count - 1;
        var inline = TemplateFile
            .Hub.Resources.Children.Where(child => child.Value["Type"].ToString() == "AWS::IAM::Policy")
            .Where(child =>
                TemplateFile.Texts(TemplateFile.At(child.Value, "Properties", "Roles")).Contains("RemediationRole")
            )
            .SelectMany(child => TemplateFile.Hub.Statements(child.Key.ToString()))
            .Concat(TemplateFile.Hub.Statements("RemediationRole"));

        Assert.InRange(Length(inline), 1, 10_240);
        Assert.InRange(most, 1, 10);
        Assert.All(attached, name => Assert.InRange(Length(TemplateFile.Hub.Statements(name)), 1, 6_144 - 500));
    }

    private static int Length(IEnumerable<KeyValuePair<string, YamlNode>> statements) =>
        statements.Sum(statement => TemplateFile.Canonical(statement.Value).Length + (2 * Texts(statement.Value)));

    // The account's quota of the inline policies of a role; no whitespace counts.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    [Fact]
    public void Policies_OfTheRole_FitInWhatIamTakes()
    {
        var length = Length(
            TemplateFile.Spoke.Statements("SpokeRole").Concat(TemplateFile.Spoke.Statements("EnforcePolicy"))
        );

        Assert.InRange(length, 1, 10_240 - 1_000);
    }

    [Fact]
    public void Hub_AssumesTheSpokesRolesInTheOrganizationAlone()
    {
        var work = TemplateFile.Hub.Statements("MemberPolicy");
        var audit = TemplateFile.Hub.Statements("AuditMemberPolicy");

        Assert.Equal(MemberAccounts.Actions, TemplateFile.Actions(work["WorkInMemberAccounts"]));
        Assert.Equal(MemberAccounts.Actions, TemplateFile.Actions(audit["ReadInMemberAccounts"]));
        Assert.All(
            (YamlNode[])[work["WorkInMemberAccounts"], audit["ReadInMemberAccounts"]],
            statement =>
                Assert.Equal(
                    "OrganizationId",
                    TemplateFile.At(statement, "Condition", "StringEquals", "aws:ResourceOrgID").ToString()
                )
        );
        Assert.EndsWith(
            "/${SpokeRoleName}",
            work["WorkInMemberAccounts"]["Resource"].ToString(),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "/${SpokeAuditRoleName}",
            audit["ReadInMemberAccounts"]["Resource"].ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(OrganizationUnits.Actions, TemplateFile.Actions(work["TellOrganizationalUnits"]));
        Assert.Equal(
            OrganizationAccounts.Actions.Concat(OrganizationUnits.Actions),
            TemplateFile.Actions(audit["ListAccounts"])
        );
    }

    [Fact]
    public void Hub_TakesEventsOfTheOrganizationAlone()
    {
        var policy = TemplateFile.Hub.Resource("MemberEventBusPolicy");

        Assert.Equal("HasOrganization", policy["Condition"].ToString());
        Assert.Equal(
            "OrganizationId",
            TemplateFile
                .At(policy, "Properties", "Statement", "Condition", "StringEquals", "aws:PrincipalOrgID")
                .ToString()
        );
    }

    // A finding is the account's own product's, whoever is to be told of it.
    [Fact]
    public void Publishing_IsPermittedWhereItIsAskedFor_AndForTheOwnProductAlone()
    {
        Assert.All(
            (TemplateFile[])[TemplateFile.Hub, TemplateFile.Spoke],
            template =>
            {
                var statements = template.Statements("AuditPublishPolicy");
                Assert.Equal(SecurityHub.Actions, statements.Values.SelectMany(TemplateFile.Actions));
                Assert.EndsWith(
                    "${AWS::AccountId}:product/${AWS::AccountId}/default",
                    statements["TellSecurityHub"]["Resource"].ToString(),
                    StringComparison.Ordinal
                );
            }
        );
        Assert.Equal("PublishesFindings", TemplateFile.Hub.Resource("AuditPublishPolicy")["Condition"].ToString());
        Assert.Equal("Publishes", TemplateFile.Spoke.Resource("AuditPublishPolicy")["Condition"].ToString());
    }

    [Fact]
    public void EveryRoleAndStore_IsTagged_AndEveryRoleHasTheBoundaryOfTheOrganisation() =>
        Assert.All(
            TemplateFile.Spoke.Of("AWS::IAM::Role", "AWS::SQS::Queue"),
            item =>
            {
                var properties = item.Node["Properties"];
                Assert.True(TemplateFile.Has(properties, "Tags"), $"{item.Name} has no tag");
                if (item.Node["Type"].ToString() == "AWS::IAM::Role")
                {
                    Assert.True(TemplateFile.Has(properties, "PermissionsBoundary"), $"{item.Name} has no boundary");
                    Assert.Contains(
                        "PermissionsBoundaryArn",
                        properties["PermissionsBoundary"].ToString(),
                        StringComparison.Ordinal
                    );
                }
            }
        );

    // What the two are to have in common is limited to the same.
    [Fact]
    public void EveryParameter_IsDescribedAndLimited_AsInTheHub()
    {
        Assert.All(
            TemplateFile.Spoke.Parameters.Children,
            parameter =>
            {
                Assert.True(TemplateFile.Text(parameter.Value, "Description")?.Length > 10, $"{parameter.Key}");
                Assert.True(
                    TemplateFile.Has(parameter.Value, "AllowedValues")
                        || TemplateFile.Has(parameter.Value, "AllowedPattern"),
                    $"{parameter.Key} takes anything"
                );
            }
        );
        Assert.All(
            (string[])["SpokeRoleName", "SpokeAuditRoleName", "PermissionsBoundaryArn", "AlarmTopicArn", "Mode"],
            name =>
                Assert.All(
                    (string[])["Default", "AllowedPattern", "AllowedValues"],
                    limit =>
                        Assert.Equal(
                            TemplateFile.Text(TemplateFile.Hub.Parameters[name], limit),
                            TemplateFile.Text(TemplateFile.Spoke.Parameters[name], limit)
                        )
                )
        );
    }

    [Fact]
    public void EveryParameter_IsInTheGuide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "organisation.md"));

        Assert.All(
            TemplateFile.Spoke.Parameters.Children.Keys,
            name => Assert.Contains($"{name}", guide, StringComparison.Ordinal)
        );
    }

    private static IEnumerable<string> PolicyRoles(string policy) =>
        TemplateFile.Texts(TemplateFile.At(TemplateFile.Spoke.Resource(policy), "Properties", "Roles"));

    // Only whose own changes are left out differs.
    private static string Pattern(YamlNode rule) =>
        TemplateFile
            .Canonical(TemplateFile.At(rule, "Properties", "EventPattern"))
            .Replace("!GetAtt RemediationRole.Arn", "ROLE", StringComparison.Ordinal)
            .Replace(
                "!Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${SpokeRoleName}",
                "ROLE",
                StringComparison.Ordinal
            );

    private static List<string> Conditions(YamlNode statement, string without)
    {
        if (!((YamlMappingNode)statement).Children.TryGetValue(new YamlScalarNode("Condition"), out var condition))
        {
            return [];
        }
        return
        [
            .. ((YamlMappingNode)condition)
                .Children.SelectMany(group =>
                    ((YamlMappingNode)group.Value).Children.Select(item =>
                        (group.Key, Name: item.Key.ToString(), item.Value)
                    )
                )
                .Where(item => item.Name != without && item.Name != "aws:PrincipalTag/remediation-mode")
                .Select(item => $"{item.Key} {item.Name} {TemplateFile.Canonical(item.Value)}"),
        ];
    }

    private static int Texts(YamlNode node) => node.AllNodes.Count(child => child is YamlScalarNode);
}
