using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Remediation.Core;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// The Lambda Runtime API, version 2018-06-01, over plain HTTP to the address that Lambda gives. It decides nothing:
/// the loop does. See <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the API</see>.
/// </summary>
public sealed class RuntimeApiClient : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorType = new("application/vnd.aws.lambda.error+json");

    private readonly HttpClient _http;

    /// <param name="endpoint"><c>host:port</c>, the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    public RuntimeApiClient(string endpoint)
    {
        // The next invocation may be hours away and the peer is on this machine: no timeout, proxy, cookie or redirect.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"http://{endpoint}/2018-06-01/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Waits, for as long as it takes, for the next invocation. A failure means that the API is of no more use.
    /// Throws <see cref="OperationCanceledException"/> when cancelled.
    /// </summary>
    public async Task<ParseResult<Invocation>> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("invocation/next", cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                return Failure($"answered {(int)response.StatusCode}");
            return Read(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return Failure($"could not be reached ({exception.HttpRequestError})");
        }
    }

    /// <summary>Returns the result of an invocation to its caller.</summary>
    public Task<RuntimeApiAnswer> RespondAsync(string requestId, ReadOnlyMemory<byte> response) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/response", response, JsonType, null);

    /// <summary>Reports that an invocation failed.</summary>
    public Task<RuntimeApiAnswer> ReportErrorAsync(string requestId, RuntimeError error) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/error", error.ToJson(), ErrorType, error.Type);

    /// <summary>Reports that the function could not be started; it must exit afterwards.</summary>
    public Task<RuntimeApiAnswer> ReportInitErrorAsync(RuntimeError error) =>
        PostAsync("init/error", error.ToJson(), ErrorType, error.Type);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ParseResult<Invocation> Read(HttpResponseMessage response, byte[] payload)
    {
        if (Header(response, "Lambda-Runtime-Aws-Request-Id") is not { Length: > 0 } requestId)
            return Failure("gave an invocation without the header Lambda-Runtime-Aws-Request-Id");
        var deadline = Header(response, "Lambda-Runtime-Deadline-Ms");
        if (!TryReadDeadline(deadline, out var time))
            return Failure($"gave an invocation whose header Lambda-Runtime-Deadline-Ms is no time: '{deadline}'");
        return ParseResult<Invocation>.Success(
            new Invocation
            {
                RequestId = requestId,
                Deadline = time,
                TraceId = Header(response, "Lambda-Runtime-Trace-Id"),
                FunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn"),
                Payload = payload,
            }
        );
    }

    private static bool TryReadDeadline(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
            return true;
        if (
            !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
            return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static ParseResult<Invocation> Failure(string what) =>
        ParseResult<Invocation>.Failure($"the Lambda Runtime API {what} when asked for the next invocation");

    private async Task<RuntimeApiAnswer> PostAsync(
        string path,
        ReadOnlyMemory<byte> body,
        MediaTypeHeaderValue type,
        string? errorType
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = type;
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);
        try
        {
            using var response = await _http.SendAsync(request);
            return Answer(response.StatusCode);
        }
        catch (HttpRequestException)
        {
            return RuntimeApiAnswer.Unavailable;
        }
    }

    private static RuntimeApiAnswer Answer(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => RuntimeApiAnswer.Accepted,
            413 => RuntimeApiAnswer.TooLarge,
            >= 400 and < 500 => RuntimeApiAnswer.Refused,
            _ => RuntimeApiAnswer.Unavailable,
        };
}
