using System.Text;
using System.Text.Json;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda.Tests.Hosting;

// One collection, since a loop sets the trace of the whole process.
[Collection("loop")]
public sealed class RuntimeLoopTests
{
    private static readonly InvocationHandler Echo = (invocation, _) => ValueTask.FromResult(invocation.Payload);

    [Fact]
    public async Task RunAsync_HandlerGivesAResult_ReturnsItUnderTheRequestId()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", """{"a":1}"""));
        api.Enqueue(new FakeInvocation("r-2", """{"a":2}"""));
        using var loop = new RunningLoop(api, Echo);

        Assert.Equal(
            new Report("invocation/r-1/response", """{"a":1}""", "application/json", null),
            await api.NextReportAsync()
        );
        Assert.Equal(
            new Report("invocation/r-2/response", """{"a":2}""", "application/json", null),
            await api.NextReportAsync()
        );
        Assert.Null(await loop.StopAsync());
    }

    [Fact]
    public async Task RunAsync_EveryHeaderGiven_HandsThemToTheHandler()
    {
        using var api = new FakeRuntimeApi();
        Invocation? seen = null;
        api.Enqueue(
            new FakeInvocation("r-1", "{}") { Deadline = "4102444800123", TraceId = "Root=1-5759e988;Sampled=1" }
        );
        using var loop = new RunningLoop(
            api,
            (invocation, _) =>
            {
                seen = invocation;
                return ValueTask.FromResult(invocation.Payload);
            }
        );

        await api.NextReportAsync();

        Assert.NotNull(seen);
        Assert.Equal("r-1", seen.RequestId);
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, 123, TimeSpan.Zero), seen.Deadline);
        Assert.Equal("Root=1-5759e988;Sampled=1", seen.TraceId);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:remediation", seen.FunctionArn);
    }

    [Fact]
    public async Task RunAsync_TracedThenUntraced_SetsAndClearsTheTraceForTheSdk()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "{}") { TraceId = "Root=1-5759e988" });
        api.Enqueue(new FakeInvocation("r-2", "{}"));
        using var loop = new RunningLoop(
            api,
            (_, _) =>
                ValueTask.FromResult<ReadOnlyMemory<byte>>(
                    Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") ?? "none")
                )
        );

        Assert.Equal("Root=1-5759e988", (await api.NextReportAsync()).Body);
        Assert.Equal("none", (await api.NextReportAsync()).Body);
    }

    [Fact]
    public async Task RunAsync_HandlerThrows_ReportsTheErrorAndServesTheNext()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "boom"));
        api.Enqueue(new FakeInvocation("r-2", "fine"));
        using var loop = new RunningLoop(
            api,
            (invocation, _) =>
                Text(invocation) == "boom"
                    ? throw new InvalidOperationException("the \"fuse\" blew")
                    : ValueTask.FromResult(invocation.Payload)
        );

        var error = await api.NextReportAsync();
        var response = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/error", error.Path);
        Assert.Equal("InvalidOperationException", error.ErrorType);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.ContentType);
        using var body = JsonDocument.Parse(error.Body);
        Assert.Equal("InvalidOperationException", body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("the \"fuse\" blew", body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(RuntimeLoopTests), body.RootElement.GetProperty("stackTrace")[0].GetString());
        Assert.Equal(new Report("invocation/r-2/response", "fine", "application/json", null), response);
        await loop.StopAsync();
        using var line = JsonDocument.Parse(Assert.Single(loop.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("r-1", line.RootElement.GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task RunAsync_PayloadIsNoJson_ReportsTheHandlersErrorAndServesTheNext()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", """{"Records": ["""));
        api.Enqueue(new FakeInvocation("r-2", [0xFF, 0xFE, 0x00]));
        api.Enqueue(new FakeInvocation("r-3", []));
        api.Enqueue(new FakeInvocation("r-4", "{}"));
        using var loop = new RunningLoop(
            api,
            (invocation, _) =>
            {
                using var document = JsonDocument.Parse(invocation.Payload);
                return ValueTask.FromResult(invocation.Payload);
            }
        );

        for (var i = 1; i <= 3; i++)
            Assert.Equal($"invocation/r-{i}/error", (await api.NextReportAsync()).Path);
        Assert.Equal("invocation/r-4/response", (await api.NextReportAsync()).Path);
    }

    [Fact]
    public async Task RunAsync_SqsBatchWithOneBadRecord_ReportsThatOneAlone()
    {
        using var api = new FakeRuntimeApi();
        var batch = """
            {"Records":[
              {"messageId":"m-1","body":"{\"detail\":{}}","eventSource":"aws:sqs"},
              {"messageId":"m-2","body":"{\"detail\":","eventSource":"aws:sqs"},
              {"messageId":"m-3","body":"{\"detail\":{}}","eventSource":"aws:sqs"}]}
            """;
        api.Enqueue(new FakeInvocation("r-1", batch));
        using var loop = new RunningLoop(
            api,
            (invocation, _) =>
            {
                using var document = JsonDocument.Parse(invocation.Payload);
                var failed = document
                    .RootElement.GetProperty("Records")
                    .EnumerateArray()
                    .Where(record => !IsJson(record.GetProperty("body").GetString()!))
                    .Select(record => record.GetProperty("messageId").GetString()!)
                    .ToList();
                return ValueTask.FromResult(BatchResponse.Write(failed));
            }
        );

        Assert.Equal(
            new Report(
                "invocation/r-1/response",
                """{"batchItemFailures":[{"itemIdentifier":"m-2"}]}""",
                "application/json",
                null
            ),
            await api.NextReportAsync()
        );
    }

    [Fact]
    public async Task RunAsync_LargestPayload_RoundTrips()
    {
        using var api = new FakeRuntimeApi();
        var payload = "\"" + new string('x', 6 * 1024 * 1024 - 2) + "\"";
        api.Enqueue(new FakeInvocation("r-1", payload));
        using var loop = new RunningLoop(api, Echo);

        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        Assert.True(payload == report.Body, "the payload came back changed");
    }

    [Fact]
    public async Task RunAsync_DeadlineComesNear_CancelsTheHandlerASecondBeforeAndReportsIt()
    {
        using var api = new FakeRuntimeApi();
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000));
        var started = new TaskCompletionSource();
        api.Enqueue(new FakeInvocation("r-1", "{}") { Deadline = "1790000010000" });
        api.Enqueue(new FakeInvocation("r-2", "{}") { Deadline = null });
        using var loop = new RunningLoop(
            api,
            async (invocation, cancellationToken) =>
            {
                if (invocation.RequestId != "r-1")
                    return invocation.Payload;
                started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return invocation.Payload;
            },
            time
        );
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([TimeSpan.FromSeconds(9)], time.Due);
        Assert.False(api.HasReport);
        time.Fire();

        var report = await api.NextReportAsync();
        Assert.Equal("invocation/r-1/error", report.Path);
        Assert.Equal("Function.DeadlineExceeded", report.ErrorType);
        Assert.Contains("raise the function's timeout", report.Body, StringComparison.Ordinal);
        Assert.Equal("invocation/r-2/response", (await api.NextReportAsync()).Path);
    }

    [Fact]
    public async Task RunAsync_DeadlineHasPassed_HandlerIsCancelledFromTheStart()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "{}") { Deadline = "1000" });
        using var loop = new RunningLoop(
            api,
            (invocation, cancellationToken) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return ValueTask.FromResult(invocation.Payload);
            }
        );

        Assert.Equal("Function.DeadlineExceeded", (await api.NextReportAsync()).ErrorType);
    }

    [Fact]
    public async Task RunAsync_NoDeadline_HandlerIsNotCancelled()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "{}") { Deadline = null });
        using var loop = new RunningLoop(
            api,
            (_, cancellationToken) =>
                ValueTask.FromResult<ReadOnlyMemory<byte>>(
                    Encoding.UTF8.GetBytes(cancellationToken.IsCancellationRequested ? "cancelled" : "free")
                )
        );

        Assert.Equal("free", (await api.NextReportAsync()).Body);
    }

    [Fact]
    public async Task RunAsync_HandlerCancelsByItself_IsNoDeadline()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "{}"));
        using var loop = new RunningLoop(api, (_, _) => throw new OperationCanceledException("the SDK timed out"));

        Assert.Equal("OperationCanceledException", (await api.NextReportAsync()).ErrorType);
    }

    [Fact]
    public async Task RunAsync_StoppedWhileWaiting_EndsWithoutAReason()
    {
        using var api = new FakeRuntimeApi();
        using var loop = new RunningLoop(api, Echo);
        await api.Idle.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Null(await loop.StopAsync());
        Assert.False(api.HasReport);
    }

    [Fact]
    public async Task RunAsync_StoppedWhileHandling_FinishesTheInvocationAndTakesNoOther()
    {
        using var api = new FakeRuntimeApi();
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        api.Enqueue(new FakeInvocation("r-1", "one"));
        api.Enqueue(new FakeInvocation("r-2", "two"));
        using var loop = new RunningLoop(
            api,
            async (invocation, cancellationToken) =>
            {
                started.SetResult();
                await release.Task.WaitAsync(cancellationToken);
                return invocation.Payload;
            }
        );
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        loop.Stop();
        release.SetResult();

        Assert.Null(await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("invocation/r-1/response", (await api.NextReportAsync()).Path);
        Assert.False(api.HasReport);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(410)]
    [InlineData(403)]
    public async Task RunAsync_NextFails_EndsWithTheReason(int status)
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(FakeInvocation.Failure(status));
        using var loop = new RunningLoop(api, Echo);

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal($"the Lambda Runtime API answered {status} when asked for the next invocation", reason);
    }

    [Fact]
    public async Task RunAsync_NextHasNoRequestId_EndsWithTheReason()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation(null, []));
        using var loop = new RunningLoop(api, Echo);

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("without the header Lambda-Runtime-Aws-Request-Id", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("9223372036854775807")]
    public async Task RunAsync_DeadlineIsNoTime_EndsWithTheReason(string deadline)
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", "{}") { Deadline = deadline });
        using var loop = new RunningLoop(api, Echo);

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains($"Lambda-Runtime-Deadline-Ms is no time: '{deadline}'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ApiIsNotThere_EndsWithTheReason()
    {
        var gone = new FakeRuntimeApi();
        gone.Dispose();
        using var loop = new RunningLoop(gone, Echo);

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("could not be reached (ConnectionError)", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    public async Task RunAsync_ResponseIsRefused_LogsItAndServesTheNext(int status)
    {
        using var api = new FakeRuntimeApi();
        api.AnswerReportsWith(status);
        api.Enqueue(new FakeInvocation("r-1", "one"));
        api.Enqueue(new FakeInvocation("r-2", "two"));
        using var loop = new RunningLoop(api, Echo);

        Assert.Equal("invocation/r-1/response", (await api.NextReportAsync()).Path);
        Assert.Equal("invocation/r-2/response", (await api.NextReportAsync()).Path);
        Assert.Contains("Runtime.AnswerRefused", loop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ResponseIsTooLarge_ReportsAnError()
    {
        using var api = new FakeRuntimeApi();
        api.AnswerReportsWith(413);
        api.Enqueue(new FakeInvocation("r-1", "12345"));
        using var loop = new RunningLoop(api, Echo);

        await api.NextReportAsync();
        var error = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/error", error.Path);
        Assert.Equal("Function.ResponseSizeTooLarge", error.ErrorType);
        Assert.Contains("5 bytes", error.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ResponseFails_EndsWithTheReason()
    {
        using var api = new FakeRuntimeApi();
        api.AnswerReportsWith(500);
        api.Enqueue(new FakeInvocation("r-1", "one"));
        using var loop = new RunningLoop(api, Echo);

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("the Lambda Runtime API failed to take the answer to invocation r-1", reason);
    }

    [Fact]
    public async Task RunAsync_ErrorReportFails_EndsWithTheReason()
    {
        using var api = new FakeRuntimeApi();
        api.AnswerReportsWith(503);
        api.Enqueue(new FakeInvocation("r-1", "one"));
        using var loop = new RunningLoop(api, (_, _) => throw new InvalidOperationException("boom"));

        var reason = await loop.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("the Lambda Runtime API failed to take the answer to invocation r-1", reason);
    }

    private static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Payload.Span);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
