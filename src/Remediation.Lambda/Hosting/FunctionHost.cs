using Remediation.Core;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// Starts the function and keeps it running: makes the handler, tells Lambda when that fails, and runs the loop. It is
/// not Lambda: without a Runtime API it says so and ends.
/// </summary>
/// <param name="endpoint">The value of <c>AWS_LAMBDA_RUNTIME_API</c>, or null where there is none.</param>
/// <param name="create">Makes the handler; a failure, such as a policy that is not valid, is a reason to read.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where failures are told.</param>
public sealed class FunctionHost(
    string? endpoint,
    Func<ValueTask<ParseResult<InvocationHandler>>> create,
    TimeProvider time,
    HostLog log
)
{
    /// <summary>Runs until <paramref name="stop"/>; gives the exit code: 0 when stopped, 1 for a failure, which is logged.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (string.IsNullOrEmpty(endpoint))
            return Fail(NoEndpoint);
        using var client = new RuntimeApiClient(endpoint);
        var attempt = await Attempt<ParseResult<InvocationHandler>>.RunAsync(create);
        if (attempt.Error is { } exception)
            return await FailInitAsync(client, RuntimeError.From(exception));
        if (!attempt.Value.TryGet(out var handler, out var error))
            return await FailInitAsync(client, RuntimeError.Expected("Runtime.InvalidConfiguration", error));
        var failure = await new RuntimeLoop(client, handler, time, log).RunAsync(stop);
        return failure is null ? 0 : Fail(RuntimeError.Expected("Runtime.ApiUnavailable", failure));
    }

    private static RuntimeError NoEndpoint =>
        RuntimeError.Expected(
            "Runtime.NoRuntimeApi",
            "AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda. "
                + "To handle events by hand, run 'remediate handle'"
        );

    private async Task<int> FailInitAsync(RuntimeApiClient client, RuntimeError error)
    {
        await client.ReportInitErrorAsync(error);
        return Fail(error);
    }

    private int Fail(RuntimeError error)
    {
        log.Write(error);
        return 1;
    }
}
