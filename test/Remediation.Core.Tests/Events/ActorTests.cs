using System.Text;
using Remediation.Core.Events;

namespace Remediation.Core.Tests.Events;

public sealed class ActorTests
{
    [Theory]
    [InlineData("authorize-ssh-from-anywhere.json", "alice as role Dev")]
    [InlineData("identity-in-lower-case.json", "alice as role Dev")]
    [InlineData("authorize-flat-by-name.json", "bob")]
    [InlineData("revoke-by-rule-id-as-root.json", "root")]
    [InlineData("revoke-egress-by-service.json", "fms.amazonaws.com")]
    [InlineData("trimmed-without-identity.json", "unknown")]
    [InlineData("config-item-change.json", "unknown")]
    [InlineData("manual-request.json", "manual request")]
    public void DisplayName_OfSample_IsWhatAPersonKnows(string sample, string name) =>
        Assert.Equal(name, Assert.Single(EventParser.Parse(EventFiles.Sample(sample))).Actor.DisplayName);

    [Theory]
    [InlineData("""{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/tester"}""", "role tester")]
    [InlineData(
        """{"type":"AssumedRole","principalId":"AROAX:eve","sessionContext":{"sessionIssuer":{"userName":"Ops"}}}""",
        "eve as role Ops"
    )]
    [InlineData("""{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"userName":"Ops"}}}""", "role Ops")]
    [InlineData("""{"type":"AssumedRole","principalId":"AROAX:eve"}""", "eve")]
    [InlineData("""{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/team/bob"}""", "bob")]
    [InlineData("""{"type":"FederatedUser","arn":"arn:aws:sts::123456789012:federated-user/carol"}""", "carol")]
    [InlineData("""{"type":"WebIdentityUser","userName":"dan"}""", "dan")]
    [InlineData("""{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"}}""", "u-1")]
    [InlineData("""{"type":"AWSAccount","accountId":"111122223333"}""", "account 111122223333")]
    [InlineData("""{"type":"AWSService","invokedBy":"ram.amazonaws.com"}""", "ram.amazonaws.com")]
    [InlineData("""{"type":"Root","invokedBy":"autoscaling.amazonaws.com"}""", "autoscaling.amazonaws.com")]
    [InlineData("""{"type":"Root","invokedBy":"signin.amazonaws.com"}""", "root")]
    [InlineData("""{"principalId":"AIDAX"}""", "AIDAX")]
    [InlineData("""{"type":"IAMUser","userName":"a\u001b[31mb"}""", "a?[31mb")]
    [InlineData("[]", "unknown")]
    [InlineData("null", "unknown")]
    public void DisplayName_OfIdentity_IsWhatAPersonKnows(string identity, string name) =>
        Assert.Equal(name, Call($$""" "userIdentity":{{identity}} """).DisplayName);

    [Theory]
    [InlineData("console.ec2.amazonaws.com", ChangeOrigin.Console)]
    [InlineData("signin.amazonaws.com", ChangeOrigin.Console)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", ChangeOrigin.Console)]
    [InlineData("aws-cli/2.31.0 md/Botocore#2", ChangeOrigin.Cli)]
    [InlineData("APN/1.0 HashiCorp/1.0 Terraform/1.13.0 aws-sdk-go-v2/1.39", ChangeOrigin.Terraform)]
    [InlineData("APN/1.0 HashiCorp/1.0 OpenTofu/1.11.0 terraform-provider-aws/6.0", ChangeOrigin.OpenTofu)]
    [InlineData("APN/1.0 Pulumi/1.0 PulumiAWS/7.0 aws-sdk-go-v2/1.39", ChangeOrigin.Pulumi)]
    [InlineData("aws-cdk/2.1030.0 aws-sdk-js/3.900", ChangeOrigin.Cdk)]
    [InlineData("fms.amazonaws.com", ChangeOrigin.FirewallManager)]
    [InlineData("ssm.amazonaws.com", ChangeOrigin.SystemsManagerAutomation)]
    [InlineData("cloudformation.amazonaws.com", ChangeOrigin.CloudFormation)]
    [InlineData("AWS Internal", ChangeOrigin.Service)]
    [InlineData("autoscaling.amazonaws.com", ChangeOrigin.Service)]
    [InlineData("Boto3/1.40 Botocore/1.40", ChangeOrigin.Sdk)]
    [InlineData("aws-sdk-go/1.29.7 (go1.13.7; darwin; amd64)", ChangeOrigin.Sdk)]
    [InlineData("curl/8.0", ChangeOrigin.Unknown)]
    [InlineData("", ChangeOrigin.Unknown)]
    public void Origin_OfUserAgent_IsTheToolBehindIt(string userAgent, ChangeOrigin origin) =>
        Assert.Equal(origin, Call($$""" "userAgent":"{{userAgent}}" """).Origin);

    [Theory]
    [InlineData(""" "userAgent":"AWS Internal","sessionCredentialFromConsole":"true" """, ChangeOrigin.Console)]
    [InlineData(""" "userAgent":"AWS Internal","sessionCredentialFromConsole":true """, ChangeOrigin.Console)]
    [InlineData(""" "userIdentity":{"type":"AWSService"} """, ChangeOrigin.Service)]
    [InlineData(""" "userIdentity":{"invokedBy":"signin.amazonaws.com"} """, ChangeOrigin.Console)]
    [InlineData(""" "userIdentity":{"invokedBy":"AWS Internal"} """, ChangeOrigin.Service)]
    [InlineData(
        """ "userAgent":"aws-sdk-java/2","userIdentity":{"invokedBy":"cloudformation.amazonaws.com"} """,
        ChangeOrigin.CloudFormation
    )]
    [InlineData(
        """ "userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/AWSControlTowerExecution"}}} """,
        ChangeOrigin.ControlTower
    )]
    [InlineData(
        """ "userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/aws-service-role/remediation.config.amazonaws.com/AWSServiceRoleForConfigRemediation"}}} """,
        ChangeOrigin.ConfigRemediation
    )]
    [InlineData(""" "sourceIPAddress":"cloudformation.amazonaws.com" """, ChangeOrigin.CloudFormation)]
    public void Origin_OfIdentity_IsTheToolBehindIt(string members, ChangeOrigin origin) =>
        Assert.Equal(origin, Call(members).Origin);

    private static Actor Call(string members) =>
        Assert
            .Single(
                EventParser.Parse(
                    Encoding.UTF8.GetBytes(
                        $$"""{"eventSource":"ec2.amazonaws.com","eventName":"CreateRoute",{{members}}}"""
                    )
                )
            )
            .Actor;
}
