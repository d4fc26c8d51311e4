using Remediation.Core;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// Takes invocations from the Runtime API one at a time, hands each to the handler and returns its answer or its
/// failure. It outlives whatever the handler does; it ends when told to stop or when the API is beyond use.
/// </summary>
/// <param name="client">The Runtime API.</param>
/// <param name="handler">
/// What the function does. A malformed payload is its business: an exception that it lets through is reported as the
/// invocation's failure. Its token is cancelled shortly before Lambda would end it.
/// </param>
/// <param name="time">The clock that deadlines are measured by.</param>
/// <param name="log">Where failures are told besides the report to Lambda, which the caller alone would see.</param>
public sealed class RuntimeLoop(RuntimeApiClient client, InvocationHandler handler, TimeProvider time, HostLog log)
{
    /// <summary>What is kept of the time limit to tell Lambda of the failure.</summary>
    public static readonly TimeSpan SafetyMargin = TimeSpan.FromSeconds(1);

    // The longest that Lambda lets a function run; timers take no more than some weeks.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(15);

    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    /// <summary>
    /// Runs until <paramref name="stop"/>: an invocation in hand is finished first. Gives null when it was stopped, else
    /// the reason why it could not go on.
    /// </summary>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var next = await WaitAsync(stop);
            if (next is null)
                return null;
            if (!next.Value.TryGet(out var invocation, out var failure))
                return failure;
            if (await ServeAsync(invocation) == RuntimeApiAnswer.Unavailable)
                return $"the Lambda Runtime API failed to take the answer to invocation {invocation.RequestId}";
        }
        return null;
    }

    private async Task<ParseResult<Invocation>?> WaitAsync(CancellationToken stop)
    {
        try
        {
            return await client.NextAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<RuntimeApiAnswer> ServeAsync(Invocation invocation)
    {
        // The AWS SDK reads the trace from here to pass it on to the services that it calls.
        Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
        using var deadline = DeadlineOf(invocation);
        var attempt = await Attempt<ReadOnlyMemory<byte>>.RunAsync(() => handler(invocation, deadline.Token));
        if (attempt.Error is { } exception)
            return await ReportAsync(invocation, ErrorOf(exception, invocation, deadline));
        var answer = await client.RespondAsync(invocation.RequestId, attempt.Value);
        return answer switch
        {
            RuntimeApiAnswer.TooLarge => await ReportAsync(invocation, TooLarge(attempt.Value.Length)),
            RuntimeApiAnswer.Refused => Refused(invocation, "result"),
            _ => answer,
        };
    }

    private CancellationTokenSource DeadlineOf(Invocation invocation)
    {
        if (invocation.Deadline is not { } deadline)
            return new CancellationTokenSource();
        var left = deadline - time.GetUtcNow() - SafetyMargin;
        return left <= TimeSpan.Zero
            ? new CancellationTokenSource(TimeSpan.Zero, time)
            : new CancellationTokenSource(left < MaxWait ? left : MaxWait, time);
    }

    private async Task<RuntimeApiAnswer> ReportAsync(Invocation invocation, RuntimeError error)
    {
        log.Write(error, invocation.RequestId);
        var answer = await client.ReportErrorAsync(invocation.RequestId, error);
        return answer is RuntimeApiAnswer.Refused or RuntimeApiAnswer.TooLarge ? Refused(invocation, "error") : answer;
    }

    private RuntimeApiAnswer Refused(Invocation invocation, string what)
    {
        var message = $"the Lambda Runtime API refused the {what}: the invocation may have been over already";
        log.Write(RuntimeError.Expected("Runtime.AnswerRefused", message), invocation.RequestId);
        return RuntimeApiAnswer.Refused;
    }

    private static RuntimeError ErrorOf(Exception exception, Invocation invocation, CancellationTokenSource deadline) =>
        exception is OperationCanceledException && deadline.IsCancellationRequested
            ? RuntimeError.Expected(
                "Function.DeadlineExceeded",
                $"the invocation was given up {SafetyMargin.TotalSeconds} s before its deadline {invocation.Deadline:O}; "
                    + "raise the function's timeout or lower the batch size"
            )
            : RuntimeError.From(exception);

    private static RuntimeError TooLarge(int bytes) =>
        RuntimeError.Expected("Function.ResponseSizeTooLarge", $"Lambda does not take a result of {bytes} bytes");
}
