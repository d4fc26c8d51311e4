using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Approvals;
using Remediation.Engine.Tests.Layers;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Approvals;

public sealed class SecretApprovalKeyTests
{
    private const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:approvals-AbCdEf";

    private readonly CannedAnswers _aws = new();

    [Fact]
    public async Task Read_Parameter_IsItsValueDecrypted()
    {
        _aws.On("GetParameter", """{"Parameter":{"Value":"a key of the parameter store"}}""");

        Assert.Equal("a key of the parameter store", (await ReadAsync("/remediation/approval-key")).Value);
        Assert.Equal(
            """ssm:GetParameter {"Name":"/remediation/approval-key","WithDecryption":true}""",
            Assert.Single(_aws.Asked)
        );
    }

    [Fact]
    public async Task Read_Secret_IsItsTextOrTheMemberThatIsMeant()
    {
        _aws.On("GetSecretValue", """{"SecretString":"{\"key\":\"a key of the secrets manager\"}"}""");

        Assert.Equal("a key of the secrets manager", (await ReadAsync($"{Secret}#key")).Value);
        Assert.Equal("""{"key":"a key of the secrets manager"}""", (await ReadAsync(Secret)).Value);
        Assert.All(
            _aws.Asked,
            asked => Assert.Equal($$"""secretsmanager:GetSecretValue {"SecretId":"{{Secret}}"}""", asked)
        );
    }

    [Fact]
    public async Task Read_Changed_IsTheNewOneAtOnce()
    {
        var key = Key("/remediation/approval-key");
        _aws.On("GetParameter", """{"Parameter":{"Value":"before"}}""");
        await key.ReadAsync(TestContext.Current.CancellationToken);
        _aws.On("GetParameter", """{"Parameter":{"Value":"after"}}""");

        Assert.Equal("after", (await key.ReadAsync(TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task Read_Refused_SaysWhichAndWhy()
    {
        _aws.Fail("GetSecretValue", "AccessDeniedException");

        var read = await ReadAsync(Secret);

        Assert.False(read.IsAnswered);
        Assert.Contains(Secret, read.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("AccessDeniedException", read.Error.ToString(), StringComparison.Ordinal);
    }

    private ValueTask<StoreAnswer<string>> ReadAsync(string reference) =>
        Key(reference).ReadAsync(TestContext.Current.CancellationToken);

    private SecretApprovalKey Key(string reference) =>
        new(new SecretReader(_aws, new VirtualTime(Sample.Now)), SecretReference.Parse(reference)!);
}
