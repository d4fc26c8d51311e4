using System.Text.Json;
using Remediation.Core;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda.Tests.Hosting;

// One collection, since a loop sets the trace of the whole process.
[Collection("loop")]
public sealed class FunctionHostTests
{
    [Fact]
    public async Task RunAsync_ConfigurationIsInvalid_ReportsTheInitErrorAndGivesOne()
    {
        using var api = new FakeRuntimeApi();
        using var log = new StringWriter();
        var reason = "policy.yaml:3:5: unknown key 'trustedSource'; did you mean 'trustedSources'?";

        var code = await RunAsync(api.Endpoint, () => new(ParseResult<InvocationHandler>.Failure(reason)), log);

        Assert.Equal(1, code);
        var report = await api.NextReportAsync();
        Assert.Equal("init/error", report.Path);
        Assert.Equal("Runtime.InvalidConfiguration", report.ErrorType);
        using var body = JsonDocument.Parse(report.Body);
        Assert.Equal(reason, body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("Runtime.InvalidConfiguration", body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("stackTrace").GetArrayLength());
        Assert.Contains("Runtime.InvalidConfiguration", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CreateThrows_ReportsTheInitErrorWithItsStackTrace()
    {
        using var api = new FakeRuntimeApi();
        using var log = new StringWriter();

        var code = await RunAsync(api.Endpoint, () => throw new InvalidOperationException("boom"), log);

        Assert.Equal(1, code);
        var report = await api.NextReportAsync();
        Assert.Equal("init/error", report.Path);
        Assert.Equal("InvalidOperationException", report.ErrorType);
        Assert.Contains(nameof(FunctionHostTests), report.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task RunAsync_NoEndpoint_SaysWhatToDo(string? endpoint)
    {
        using var log = new StringWriter();

        var code = await RunAsync(endpoint, () => throw new InvalidOperationException("not reached"), log);

        Assert.Equal(1, code);
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("remediate handle", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ApiFails_LogsTheReasonAndGivesOne()
    {
        using var api = new FakeRuntimeApi();
        using var log = new StringWriter();
        api.Enqueue(FakeInvocation.Failure(500));

        var code = await RunAsync(api.Endpoint, Echo, log);

        Assert.Equal(1, code);
        Assert.Contains("answered 500", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Stopped_GivesZero()
    {
        using var api = new FakeRuntimeApi();
        using var log = new StringWriter();
        using var stop = new CancellationTokenSource();
        api.Enqueue(new FakeInvocation("r-1", "{}"));
        var running = new FunctionHost(api.Endpoint, Echo, TimeProvider.System, new HostLog(log)).RunAsync(stop.Token);
        await api.NextReportAsync();

        await stop.CancelAsync();

        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("", log.ToString());
    }

    private static ValueTask<ParseResult<InvocationHandler>> Echo() =>
        new(ParseResult<InvocationHandler>.Success((invocation, _) => ValueTask.FromResult(invocation.Payload)));

    private static Task<int> RunAsync(
        string? endpoint,
        Func<ValueTask<ParseResult<InvocationHandler>>> create,
        StringWriter log
    ) =>
        new FunctionHost(endpoint, create, TimeProvider.System, new HostLog(log))
            .RunAsync(CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
}
