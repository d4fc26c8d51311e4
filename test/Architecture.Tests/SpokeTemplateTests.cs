using Remediation.Aws;
using Remediation.Aws.Organizations;
using Remediation.Checks;
using Remediation.Core.Quarantines;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
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
        Assert.Equal(StackTemplate.Hub.Rules.Keys, StackTemplate.Spoke.Rules.Keys);
        Assert.All(
            StackTemplate.Hub.Rules,
            rule => Assert.Equal(Pattern(rule.Value), Pattern(StackTemplate.Spoke.Rules[rule.Key]))
        );
        Assert.NotEmpty(StackTemplate.Spoke.Rules);
    }

    // Configuration items and findings name nobody who called.
    [Fact]
    public void Rules_LeaveOutWhatTheSpokesOwnRoleDoes() =>
        Assert.All(
            StackTemplate.Spoke.Rules.Where(rule =>
                rule.Key is not ("ConfigItemRule" or "GuardDutyFindingRule" or "SecurityHubFindingRule")
            ),
            rule =>
                Assert.Contains(
                    "role/${SpokeRoleName}",
                    StackTemplate.Canonical(StackTemplate.At(rule.Value, "Properties", "EventPattern")),
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public void Rules_SendToTheHubAndKeepWhatItDoesNotTake()
    {
        Assert.All(
            StackTemplate.Spoke.Rules.Values,
            rule =>
            {
                var target = Assert.Single((YamlSequenceNode)StackTemplate.At(rule, "Properties", "Targets"));
                Assert.Equal("HubEventBusArn", target["Arn"].ToString());
                Assert.Equal("ForwardRole.Arn", target["RoleArn"].ToString());
                Assert.Equal("Undelivered.Arn", StackTemplate.At(target, "DeadLetterConfig", "Arn").ToString());
            }
        );
        var statement = (
            (YamlSequenceNode)
                StackTemplate.At(
                    StackTemplate.Spoke.Resource("UndeliveredPolicy"),
                    "Properties",
                    "PolicyDocument",
                    "Statement"
                )
        )[0];
        Assert.Equal(
            StackTemplate.Spoke.Rules.Keys.Select(name => $"{name}.Arn"),
            StackTemplate
                .Texts(StackTemplate.At(statement, "Condition", "ArnEquals", "aws:SourceArn"))
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("SpokeRole")]
    [InlineData("SpokeAuditRole")]
    public void Roles_ReadWhatTheEngineReads_AndNothingElse(string role)
    {
        var statement = Assert.Single(StackTemplate.Spoke.Statements(role));

        Assert.Equal(
            AwsAccount.ReadActions.Order(StringComparer.Ordinal),
            StackTemplate.Actions(statement.Value).Order(StringComparer.Ordinal)
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
            StackTemplate.Spoke.Statements("SpokeRole").Values,
            statement => Assert.DoesNotContain(StackTemplate.Actions(statement), changing.Contains)
        );
        Assert.Equal("Enforces", StackTemplate.Spoke.Resource("EnforcePolicy")["Condition"].ToString());
        Assert.Equal("SpokeRole", Assert.Single(PolicyRoles("EnforcePolicy")));
    }

    // Statement by statement: the same actions on the same resources under the same conditions, in every region of the stack set,
    // and only for a hub that enforces.
    [Fact]
    public void EnforcingSpoke_MayChangeWhatTheHubMayAtHome_WhenTheHubEnforces()
    {
        var home = StackTemplate.Hub.PolicyStatements("EnforcePolicy");
        var there = StackTemplate.Spoke.PolicyStatements("EnforcePolicy");

        Assert.Equal(home.Keys.Order(StringComparer.Ordinal), there.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            home,
            statement =>
            {
                var spoke = there[statement.Key];
                Assert.Equal(StackTemplate.Actions(statement.Value), StackTemplate.Actions(spoke));
                Assert.Equal(
                    StackTemplate
                        .Texts(statement.Value["Resource"])
                        .Select(text => text.Replace("${AWS::Region}", "*", StringComparison.Ordinal)),
                    StackTemplate.Texts(spoke["Resource"])
                );
                Assert.Equal(
                    Conditions(statement.Value, "aws:RequestedRegion"),
                    Conditions(spoke, "aws:RequestedRegion")
                );
                Assert.Equal(
                    "enforce",
                    StackTemplate.At(spoke, "Condition", "StringEquals", "aws:PrincipalTag/remediation-mode").ToString()
                );
            }
        );
        Assert.Equal(
            "Regions",
            StackTemplate.At(there["DeliverLogs"], "Condition", "StringEquals", "aws:RequestedRegion").ToString()
        );
    }

    [Theory]
    [InlineData("SpokeRole", "HubRoleArn")]
    [InlineData("SpokeAuditRole", "HubAuditRoleArn")]
    public void Roles_AreAssumedByTheHubsRoleAlone_WithTheExternalId(string role, string hub)
    {
        var trust = StackTemplate.At(
            StackTemplate.Spoke.Resource(role),
            "Properties",
            "AssumeRolePolicyDocument",
            "Statement"
        );
        var statements = ((YamlSequenceNode)trust).ToList();

        Assert.Equal(MemberAccounts.Actions, statements.SelectMany(StackTemplate.Actions));
        Assert.All(
            statements,
            statement =>
                Assert.Equal(hub, StackTemplate.At(statement, "Condition", "ArnEquals", "aws:PrincipalArn").ToString())
        );
        Assert.Equal(
            "ExternalId",
            StackTemplate.At(statements[0], "Condition", "StringEquals", "sts:ExternalId").ToString()
        );
        Assert.Equal(
            "remediation-mode",
            Assert.Single(
                StackTemplate.Texts(
                    StackTemplate.At(statements[1], "Condition", "ForAllValues:StringEquals", "aws:TagKeys")
                )
            )
        );
        Assert.Equal(
            role == "SpokeRole" ? ["observe", "enforce"] : ["observe"],
            StackTemplate.Texts(
                StackTemplate.At(statements[1], "Condition", "StringEquals", "aws:RequestTag/remediation-mode")
            )
        );
    }

    // What is always there and what enforce adds are inline; what a parameter adds is attached, of which a role may have ten.
    [Fact]
    public void Policies_OfTheHubsRole_FitInWhatIamTakes()
    {
        var attached = StackTemplate
            .Hub.Resources.Children.Where(child => child.Value["Type"].ToString() == "AWS::IAM::ManagedPolicy")
            .Select(child => child.Key.ToString())
            .ToList();
        // A policy document is in a bucket or in a parameter, never in both.
        var most = attached.Count - 1;
        var inline = StackTemplate
            .Hub.Resources.Children.Where(child => child.Value["Type"].ToString() == "AWS::IAM::Policy")
            .Where(child =>
                StackTemplate.Texts(StackTemplate.At(child.Value, "Properties", "Roles")).Contains("RemediationRole")
            )
            .SelectMany(child => StackTemplate.Hub.PolicyStatements(child.Key.ToString()))
            .Concat(StackTemplate.Hub.Statements("RemediationRole"));

        Assert.InRange(Length(inline), 1, 10_240);
        Assert.InRange(most, 1, 10);
        Assert.All(attached, name => Assert.InRange(Length(StackTemplate.Hub.PolicyStatements(name)), 1, 6_144 - 500));
    }

    private static int Length(IEnumerable<KeyValuePair<string, YamlNode>> statements) =>
        statements.Sum(statement => StackTemplate.Canonical(statement.Value).Length + (2 * Texts(statement.Value)));

    // The account's quota of the inline policies of a role; no whitespace counts.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    [Fact]
    public void Policies_OfTheRole_FitInWhatIamTakes()
    {
        var length = Length(
            StackTemplate.Spoke.Statements("SpokeRole").Concat(StackTemplate.Spoke.PolicyStatements("EnforcePolicy"))
        );

        Assert.InRange(length, 1, 10_240 - 1_000);
    }

    [Fact]
    public void Hub_AssumesTheSpokesRolesInTheOrganizationAlone()
    {
        var work = StackTemplate.Hub.PolicyStatements("MemberPolicy");
        var audit = StackTemplate.Hub.PolicyStatements("AuditMemberPolicy");

        Assert.Equal(MemberAccounts.Actions, StackTemplate.Actions(work["WorkInMemberAccounts"]));
        Assert.Equal(MemberAccounts.Actions, StackTemplate.Actions(audit["ReadInMemberAccounts"]));
        Assert.All(
            (YamlNode[])[work["WorkInMemberAccounts"], audit["ReadInMemberAccounts"]],
            statement =>
                Assert.Equal(
                    "OrganizationId",
                    StackTemplate.At(statement, "Condition", "StringEquals", "aws:ResourceOrgID").ToString()
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
        Assert.Equal(OrganizationUnits.Actions, StackTemplate.Actions(work["TellOrganizationalUnits"]));
        Assert.Equal(
            OrganizationAccounts.Actions.Concat(OrganizationUnits.Actions),
            StackTemplate.Actions(audit["ListAccounts"])
        );
    }

    [Fact]
    public void Hub_TakesEventsOfTheOrganizationAlone()
    {
        var policy = StackTemplate.Hub.Resource("MemberEventBusPolicy");

        Assert.Equal("HasOrganization", policy["Condition"].ToString());
        Assert.Equal(
            "OrganizationId",
            StackTemplate
                .At(policy, "Properties", "Statement", "Condition", "StringEquals", "aws:PrincipalOrgID")
                .ToString()
        );
    }

    [Fact]
    public void Publishing_IsPermittedWhereItIsAskedFor()
    {
        Assert.Equal(
            SecurityHub.Actions,
            StackTemplate.Actions(StackTemplate.Hub.PolicyStatements("AuditPublishPolicy")["TellSecurityHub"])
        );
        Assert.Equal(
            SecurityHub.Actions,
            StackTemplate.Actions(StackTemplate.Spoke.PolicyStatements("AuditPublishPolicy")["TellSecurityHub"])
        );
        Assert.Equal("PublishesFindings", StackTemplate.Hub.Resource("AuditPublishPolicy")["Condition"].ToString());
        Assert.Equal("Publishes", StackTemplate.Spoke.Resource("AuditPublishPolicy")["Condition"].ToString());
    }

    private static IEnumerable<string> PolicyRoles(string policy) =>
        StackTemplate.Texts(StackTemplate.At(StackTemplate.Spoke.Resource(policy), "Properties", "Roles"));

    // Only whose own changes are left out differs.
    private static string Pattern(YamlNode rule) =>
        StackTemplate
            .Canonical(StackTemplate.At(rule, "Properties", "EventPattern"))
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
                .Select(item => $"{item.Key} {item.Name} {StackTemplate.Canonical(item.Value)}"),
        ];
    }

    private static int Texts(YamlNode node) => node.AllNodes.Count(child => child is YamlScalarNode);
}
