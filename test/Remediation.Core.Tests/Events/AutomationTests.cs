using System.Text;
using Remediation.Core.Events;
using Remediation.Testing;

namespace Remediation.Core.Tests.Events;

/// <summary>
/// Which automation made a change, in whole records as CloudTrail writes them: by the service that called, by the role that only that
/// service can have, and last by what the caller says of itself.
/// </summary>
public sealed class AutomationTests
{
    // https://docs.aws.amazon.com/waf/latest/developerguide/fms-using-service-linked-roles.html
    private const string FirewallManager = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForFMS/FMS-session",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/aws-service-role/fms.amazonaws.com/AWSServiceRoleForFMS"}},
          "invokedBy":"fms.amazonaws.com"},
        "sourceIPAddress":"fms.amazonaws.com","userAgent":"fms.amazonaws.com"
        """;

    // https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html: StackSets of the management account assume it.
    private const string ControlTower = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/AWSControlTowerExecution/s",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/AWSControlTowerExecution"}},
          "invokedBy":"cloudformation.amazonaws.com"},
        "sourceIPAddress":"cloudformation.amazonaws.com","userAgent":"cloudformation.amazonaws.com"
        """;

    // https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
    private const string ConfigRemediation = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForConfigRemediation/s",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/aws-service-role/remediation.config.amazonaws.com/AWSServiceRoleForConfigRemediation"}},
          "invokedBy":"ssm.amazonaws.com"},
        "sourceIPAddress":"ssm.amazonaws.com","userAgent":"ssm.amazonaws.com"
        """;

    // Config's remediation runs a runbook under a role of the team's, so that only the runbook shows.
    private const string Runbook = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/RemediationRunbook/Automation-0a1b",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/RemediationRunbook"}},
          "invokedBy":"ssm.amazonaws.com"},
        "sourceIPAddress":"ssm.amazonaws.com","userAgent":"ssm.amazonaws.com"
        """;

    private const string StackDeployment = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deploy/alice",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/Deploy"}},
          "invokedBy":"cloudformation.amazonaws.com"},
        "sourceIPAddress":"cloudformation.amazonaws.com","userAgent":"cloudformation.amazonaws.com"
        """;

    // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html: the execution role is CloudFormation's to assume.
    private const string CdkDeployment = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/cdk-hnb659fds-cfn-exec-role-123456789012-us-east-1/AWSCloudFormation",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/cdk-hnb659fds-cfn-exec-role-123456789012-us-east-1"}},
          "invokedBy":"cloudformation.amazonaws.com"},
        "sourceIPAddress":"cloudformation.amazonaws.com","userAgent":"cloudformation.amazonaws.com"
        """;

    private const string TerraformRun = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deploy/terraform",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/Deploy"}}},
        "sourceIPAddress":"198.51.100.9",
        "userAgent":"APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.0 aws-sdk-go-v2/1.39.0"
        """;

    private const string CdkCustomResource = """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Stack-CustomVpcRestrictDefaultSG/Stack-Custom",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/Stack-CustomVpcRestrictDefaultSG"}}},
        "sourceIPAddress":"198.51.100.9","userAgent":"aws-cdk/2.1030.0 aws-sdk-js/3.900 lang/js md/nodejs#22"
        """;

    [Theory]
    [InlineData(FirewallManager, ChangeOrigin.FirewallManager)]
    [InlineData(ControlTower, ChangeOrigin.ControlTower)]
    [InlineData(ConfigRemediation, ChangeOrigin.ConfigRemediation)]
    [InlineData(Runbook, ChangeOrigin.SystemsManagerAutomation)]
    [InlineData(StackDeployment, ChangeOrigin.CloudFormation)]
    [InlineData(CdkDeployment, ChangeOrigin.Cdk)]
    [InlineData(TerraformRun, ChangeOrigin.Terraform)]
    [InlineData(CdkCustomResource, ChangeOrigin.Cdk)]
    public void Origin_OfARecord_IsTheAutomationBehindIt(string members, ChangeOrigin origin)
    {
        var parsed = Parse(members);

        Assert.Equal(origin, parsed.Actor.Origin);
        // Told, and looked at all the same: nothing is exempted for the tool that made it.
        Assert.Equal(ParsedEventKind.Understood, parsed.Kind);
    }

    // A role of that name in a path of one's own is no role of a service: nobody but AWS can make one under aws-service-role.
    [Theory]
    [InlineData("role/AWSServiceRoleForFMS")]
    [InlineData("role/own/AWSServiceRoleForFMS")]
    [InlineData("role/aws-service-role/elsewhere.amazonaws.com/AWSServiceRoleForFMS")]
    [InlineData("role/AWSServiceRoleForConfigRemediation")]
    public void Origin_OfARoleThatOnlyBearsTheName_IsNotTheServices(string role)
    {
        var parsed = Parse(
            $$$$"""
            "userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::123456789012:{{{{role}}}}"}}},
            "sourceIPAddress":"198.51.100.9","userAgent":"aws-cli/2.31.0"
            """
        );

        Assert.Equal(ChangeOrigin.Cli, parsed.Actor.Origin);
    }

    // Control Tower's role is also the one by which an administrator gets into an account.
    [Fact]
    public void Origin_OfAPersonInControlTowersRole_IsThePersonsTool() =>
        Assert.Equal(
            ChangeOrigin.Cli,
            Parse(
                """
                "userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::123456789012:role/AWSControlTowerExecution"}}},
                "sourceIPAddress":"198.51.100.9","userAgent":"aws-cli/2.31.0"
                """
            ).Actor.Origin
        );

    // Who sends a request writes its user agent; the address and invokedBy are AWS's to write.
    [Theory]
    [InlineData("fms.amazonaws.com")]
    [InlineData("controltower.amazonaws.com")]
    [InlineData("config.amazonaws.com")]
    [InlineData("ssm.amazonaws.com")]
    [InlineData("cloudformation.amazonaws.com")]
    public void Origin_OfAUserAgentThatNamesAService_CountsOnlyWhereAwsSaysSoToo(string service)
    {
        var forged = Parse(
            $$"""
            "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/eve","userName":"eve"},
            "sourceIPAddress":"198.51.100.9","userAgent":"{{service}}"
            """
        );

        Assert.Equal(ChangeOrigin.Unknown, forged.Actor.Origin);
    }

    // What lies beside the repository was recorded of real accounts.
    [Fact]
    public void Origin_OfRecordings_IsNeverAnAutomationByAUserAgentAlone()
    {
        var folder = Repository.Recordings ?? Repository.Samples;
        var actors = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .SelectMany(file => EventParser.Parse(File.ReadAllBytes(file)))
            .Select(parsed => parsed.Actor)
            .ToList();

        Assert.NotEmpty(actors);
        Assert.All(
            actors.Where(actor =>
                actor.Origin
                    is ChangeOrigin.FirewallManager
                        or ChangeOrigin.ControlTower
                        or ChangeOrigin.ConfigRemediation
            ),
            actor =>
                Assert.True(
                    actor.InvokedBy is not null
                        || actor.SessionIssuerArn is not null
                        || actor.SourceIpAddress?.EndsWith(".amazonaws.com", StringComparison.Ordinal) == true,
                    actor.ToString()
                )
        );
    }

    private static ParsedEvent Parse(string members) =>
        Assert.Single(
            EventParser.Parse(
                Encoding.UTF8.GetBytes(
                    $$"""
                    {"eventVersion":"1.11","eventID":"e-1","eventTime":"2026-11-20T10:00:00Z","awsRegion":"us-east-1",
                     "eventSource":"ec2.amazonaws.com","eventName":"AuthorizeSecurityGroupIngress","recipientAccountId":"123456789012",
                     "requestParameters":{"groupId":"sg-0a1b2c3d4e5f60718","ipPermissions":{"items":[]} },{{members}}}
                    """
                )
            )
        );
}
