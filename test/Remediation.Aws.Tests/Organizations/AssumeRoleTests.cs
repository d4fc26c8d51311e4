using Amazon.Runtime;
using Remediation.Aws.Organizations;
using Remediation.Aws.Tests.Documents;
using Remediation.Testing;

namespace Remediation.Aws.Tests.Organizations;

/// <summary>What is asked of STS, which the emulator takes whatever it is.</summary>
public sealed class AssumeRoleTests
{
    private const string Credentials = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret-of-the-session</SecretAccessKey>
        <SessionToken>token</SessionToken><Expiration>2026-11-20T11:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """;

    private const string Denied = """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
        <Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>
        """;

    [Fact]
    public async Task Open_AsksWithExternalIdSessionNameAndMode()
    {
        await using var aws = new ScriptedAws(Credentials);

        var access = await OpenAsync(aws, "eu-west-1");

        Assert.True(access.IsOpen, access.Error?.ToString());
        Assert.Equal(
            "Action=AssumeRole&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A222233334444%3Arole%2Fremediation-spoke"
                + "&RoleSessionName=remediation-e-1&DurationSeconds=3600"
                + "&ExternalId=remediation%2F123456789012%2Fremediation"
                + "&Tags.member.1.Key=remediation-mode&Tags.member.1.Value=enforce",
            aws.Last.Text
        );
    }

    [Fact]
    public async Task Open_InChina_NamesTheRoleOfItsPartition()
    {
        await using var aws = new ScriptedAws(Credentials);

        Assert.Equal(
            "arn:aws-cn:iam::222233334444:role/remediation-spoke",
            (await OpenAsync(aws, "cn-north-1")).OwnPrincipal
        );
    }

    [Fact]
    public async Task Open_RoleThatMayNotBeAssumed_SaysWhatToDo()
    {
        await using var aws = new ScriptedAws(_ => ScriptedAnswer.Of(403, Denied));

        var access = await OpenAsync(aws, "eu-west-1");

        Assert.False(access.IsRetryable);
        Assert.Contains("AccessDenied", access.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("Deploy the spoke stack set to the account", access.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AnswerWithoutCredentials_TellsNothingOfIt()
    {
        await using var aws = new ScriptedAws(Credentials.Replace("SessionToken", "Other", StringComparison.Ordinal));

        var access = await OpenAsync(aws, "eu-west-1");

        Assert.True(access.IsRetryable);
        Assert.DoesNotContain("secret-of-the-session", access.Error!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Engine.Organizations.AccountAccess> OpenAsync(ScriptedAws aws, string region)
    {
        var clients = AwsClients
            .Create(
                new()
                {
                    Region = "eu-west-1",
                    EndpointUrl = aws.Endpoint,
                    Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
                    Budget = ScriptedAws.Quick,
                }
            )
            .Value;
        var settings = new MemberSettings("remediation-spoke", "remediation/123456789012/remediation")
        {
            Mode = "enforce",
        };
        return await new MemberAccounts(clients, settings, new VirtualTime()).OpenAsync(
            "222233334444",
            region,
            "e-1",
            CancellationToken.None
        );
    }
}
