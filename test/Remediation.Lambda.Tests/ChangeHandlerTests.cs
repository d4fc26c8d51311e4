using System.Text;
using System.Text.Json;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Approvals;
using Remediation.Engine.Baselines;
using Remediation.Engine.Records;
using Remediation.Lambda.Hosting;
using Remediation.Testing;

namespace Remediation.Lambda.Tests;

public sealed class ChangeHandlerTests
{
    private readonly ScriptedAccount _account = new(Sample.Group("in tcp/22 from 0.0.0.0/0"));
    private readonly MemoryRecords _records = new();
    private Response _response = Response.Revert;

    [Fact]
    public async Task Handle_FailedWithoutAQueue_FailsTheInvocationSoThatItComesBack()
    {
        _account.InterceptRead = _ => ReadOutcome.Failed(new("RequestLimitExceeded", "slow down"), isRetryable: true);

        var failure = await Assert.ThrowsAsync<InvocationFailedException>(() => HandleAsync(Request));

        Assert.Contains("slow down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_NotUnderstoodWithoutAQueue_FailsTheInvocation() =>
        await Assert.ThrowsAsync<InvocationFailedException>(() => HandleAsync("""{"hello":"world"}"""));

    [Fact]
    public async Task Handle_FailedMessageWithoutAnId_FailsTheWholeBatch()
    {
        _account.InterceptRead = _ => ReadOutcome.Failed(new("RequestLimitExceeded", "slow down"), isRetryable: true);

        await Assert.ThrowsAsync<InvocationFailedException>(() =>
            HandleAsync($$"""{"Records":[{"eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(Request)}}}]}""")
        );
    }

    [Fact]
    public async Task Handle_SeveralRecordsInOneMessageAndOneFails_GivesTheMessageBack()
    {
        var body = JsonSerializer.Serialize($$"""[{{Request}}, {"hello":"world"}]""");

        var answer = await HandleAsync(
            $$"""{"Records":[{"messageId":"m-1","eventSource":"aws:sqs","body":{{body}}}]}"""
        );

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m-1"}]}""", answer);
    }

    [Fact]
    public async Task Handle_DoneWithoutAQueue_AnswersWithTheOutcomes()
    {
        var answer = await HandleAsync(Request);

        Assert.Contains("\"decision\":\"reverted\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_SignedApproval_CarriesOutWhatWasAskedForAndAForgedOneDoesNot()
    {
        _response = Response.Ask;
        var asked = JsonDocument.Parse(await HandleAsync(Request)).RootElement.GetProperty("outcomes")[0];
        var plan = asked.GetProperty("plan").GetProperty("hash").GetString()!;
        var until = DateTimeOffset.UtcNow.AddMinutes(5);
        var approval = new SignedApproval(plan, "bob", until, SignedApproval.NewNonce());

        var forged = await Assert.ThrowsAsync<InvocationFailedException>(() =>
            HandleAsync($$"""{"approve":"{{approval.Sign("some other key of thirty-two letters")}}"}""")
        );
        Assert.Empty(_account.Executed);
        var answer = await HandleAsync($$"""{"approve":"{{approval.Sign(ApprovalKey.Text)}}"}""");

        Assert.Contains("forged or altered", forged.Message, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"reverted\"", answer, StringComparison.Ordinal);
        Assert.Contains($"bob approved of plan {plan}", answer, StringComparison.Ordinal);
    }

    private static string Request =>
        $$$"""{"remediate":{"type":"AWS::EC2::SecurityGroup","id":"{{{Sample.GroupId}}}"}}""";

    private async Task<string> HandleAsync(string payload)
    {
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = _response })]);
        Check[] checks = [new SgOpenAdminPort()];
        var handler = new ChangeHandler(
            new EnginePorts
            {
                Account = _account,
                Ledger = new RecordingLedger(),
                Records = _records,
                ApprovalKey = new ApprovalKey(),
                Time = TimeProvider.System,
            },
            new PolicyEvaluator(policy, [.. checks]),
            [.. checks],
            TextWriter.Null
        );
        var invocation = new Invocation { RequestId = "r-1", Payload = Encoding.UTF8.GetBytes(payload) };
        var answer = await handler.HandleAsync(invocation, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(answer.Span);
    }

    private sealed class ApprovalKey : IApprovalKey
    {
        public const string Text = "correct horse battery staple, and some more";

        public ValueTask<StoreAnswer<string>> ReadAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(StoreAnswer<string>.Of(Text));
    }
}
