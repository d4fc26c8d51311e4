using System.Text;
using System.Text.Json;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Baselines;
using Remediation.Lambda.Hosting;
using Remediation.Testing;

namespace Remediation.Lambda.Tests;

public sealed class ChangeHandlerTests
{
    private readonly ScriptedAccount _account = new(Sample.Group("in tcp/22 from 0.0.0.0/0"));

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

    private static string Request =>
        $$$"""{"remediate":{"type":"AWS::EC2::SecurityGroup","id":"{{{Sample.GroupId}}}"}}""";

    private async Task<string> HandleAsync(string payload)
    {
        var policy = Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]);
        Check[] checks = [new SgOpenAdminPort()];
        var handler = new ChangeHandler(
            new EnginePorts
            {
                Account = _account,
                Ledger = new RecordingLedger(),
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
}
