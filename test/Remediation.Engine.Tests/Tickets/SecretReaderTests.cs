using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Tests.Tickets.Systems;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

public sealed class SecretReaderTests
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:jira-AbCdEf";

    private readonly VirtualTime _time = new(Sample.Now);
    private readonly StoredSecrets _stored = new("token-1");

    [Theory]
    [InlineData("/remediation/jira", """ssm:GetParameter {"Name":"/remediation/jira","WithDecryption":true}""")]
    [InlineData(
        "arn:aws:ssm:us-east-1:123456789012:parameter/jira",
        """ssm:GetParameter {"Name":"arn:aws:ssm:us-east-1:123456789012:parameter/jira","WithDecryption":true}"""
    )]
    [InlineData(Arn, "secretsmanager:GetSecretValue {\"SecretId\":\"" + Arn + "\"}")]
    public async Task Read_Reference_AsksWhereItIsKept(string reference, string call)
    {
        var secret = await ReadAsync(new(_stored, _time), reference);

        Assert.Equal("token-1", secret.Value!.Reveal());
        Assert.Equal([call], _stored.Asked);
    }

    [Fact]
    public async Task Read_WithinMinutes_IsNotFetchedAgain_AndAfterwardsIs()
    {
        var secrets = new SecretReader(_stored, _time);
        await ReadAsync(secrets, Arn);
        await ReadAsync(secrets, Arn);
        Assert.Single(_stored.Asked);

        _time.Advance(SecretReader.KeptFor);
        _stored.Secret = "token-2";

        Assert.Equal("token-2", (await ReadAsync(secrets, Arn)).Value!.Reveal());
    }

    [Fact]
    public async Task Forget_Refused_IsFetchedAgainAtOnce()
    {
        var secrets = new SecretReader(_stored, _time);
        await ReadAsync(secrets, Arn);
        secrets.Forget(SecretReference.Parse(Arn)!);
        await ReadAsync(secrets, Arn);

        Assert.Equal(2, _stored.Asked.Count);
    }

    [Fact]
    public async Task Read_Failure_IsNotKept()
    {
        var secrets = new SecretReader(_stored, _time);
        _stored.Refusal = DocumentAnswer.Failed(new("ThrottlingException", "slow down"), isRetryable: true);
        Assert.False((await ReadAsync(secrets, Arn)).IsAnswered);
        _stored.Refusal = null;

        Assert.True((await ReadAsync(secrets, Arn)).IsAnswered);
    }

    [Theory]
    [InlineData("""{"token":"inner","other":1}""", "#token", "inner")]
    [InlineData("  padded\n", "", "padded")]
    public async Task Read_Value_IsWhatIsMeant(string stored, string member, string expected)
    {
        _stored.Secret = stored;

        Assert.Equal(expected, (await ReadAsync(new(_stored, _time), Arn + member)).Value!.Reveal());
    }

    [Theory]
    [InlineData("""{"token":"inner"}""", "#other")]
    [InlineData("""{"token":7}""", "#token")]
    [InlineData("hush-hush", "#token")]
    [InlineData("hush\nhush", "")]
    [InlineData("  ", "")]
    public async Task Read_ValueOfNoUse_SaysWhyAndNotWhat(string stored, string member)
    {
        _stored.Secret = stored;

        var answer = await ReadAsync(new(_stored, _time), Arn + member);

        Assert.Equal("SecretUnusable", answer.Error!.Code);
        Assert.DoesNotContain("hush", $"{answer}", StringComparison.Ordinal);
        Assert.DoesNotContain("inner", $"{answer}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToString_Secret_IsNotTheSecret()
    {
        var answer = await ReadAsync(new(_stored, _time), Arn);

        Assert.DoesNotContain("token-1", $"{answer} {answer.Value}", StringComparison.Ordinal);
    }

    private static ValueTask<StoreAnswer<Secret>> ReadAsync(SecretReader secrets, string reference) =>
        secrets.ReadAsync(SecretReference.Parse(reference)!, TestContext.Current.CancellationToken);
}
