using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets.Web;

/// <summary>
/// Sends HTTP requests so that each ends in bounded time, with TLS unless it stays on this machine, and without following a
/// redirect: a body or a token is for the address that the policy names and no other. Nothing that comes back is trusted, and of
/// what fails only the status and the code of the failure are told, since anything else could repeat a secret.
/// </summary>
public sealed class WebCaller : IDisposable
{
    /// <summary>For one request, from connecting to the end of the answer.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(6);

    private const int LongestAnswer = 512 * 1024;
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;

    public WebCaller(TimeProvider time, TimeSpan? limit = null)
    {
        _time = time;
        _limit = limit ?? UsualLimit;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Connecting,
            // On a connection that was used before, a request that gets no answer is sent again in silence: a ticket could be made twice.
            PooledConnectionLifetime = TimeSpan.Zero,
        };
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    internal async Task<WebAnswer> SendAsync(WebRequest request, CancellationToken cancellationToken)
    {
        if (!IsSafe(request.Url))
        {
            return Permanent("UnsafeUrl", "it has to be reached with TLS: the URL must begin with https://");
        }
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(_limit);
        try
        {
            using var message = Message(request);
            using var response = await _http.SendAsync(
                message,
                HttpCompletionOption.ResponseHeadersRead,
                bounded.Token
            );
            return await AnswerAsync(response, bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebAnswer.Failed(
                new(
                    "RequestTimeout",
                    $"no answer within {_limit.TotalSeconds:0.#} s; whether it was carried out is not known"
                )
            );
        }
        catch (HttpRequestException fault)
        {
            return WebAnswer.Failed(new(CallError.Unreachable, $"nobody answered ({fault.HttpRequestError})"));
        }
        catch (IOException)
        {
            return WebAnswer.Failed(new(CallError.Unreachable, "the answer broke off"));
        }
    }

    private static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    private static HttpRequestMessage Message(WebRequest request)
    {
        var message = new HttpRequestMessage(new(request.Method), request.Url);
        message.Headers.UserAgent.Add(new("remediation", "1"));
        message.Headers.Accept.Add(new("application/json"));
        if (request.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization.Reveal());
        }
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = new("application/json");
        }
        return message;
    }

    private async Task<WebAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            return Refused(status, RetryAfter(response));
        }
        return await ReadAsync(response, cancellationToken) is { } body
            ? WebAnswer.Of(status, Parse(body))
            : Permanent("AnswerTooLong", $"the answer is longer than {LongestAnswer / 1024} KiB", status);
    }

    // https://www.rfc-editor.org/rfc/rfc9110#name-status-codes
    private static WebAnswer Refused(int status, TimeSpan? retryAfter) =>
        status switch
        {
            >= 300 and < 400 => Permanent(
                $"Http{status}",
                "it answered with a redirect, which is not followed: give the address that it leads to",
                status
            ),
            429 => WebAnswer.Failed(new("Http429", "it wants fewer requests"), status, retryAfter: retryAfter),
            403 when retryAfter is not null => WebAnswer.Failed(
                new("Http403", "it wants fewer requests"),
                status,
                retryAfter: retryAfter
            ),
            // A secret that was changed meanwhile is fetched anew for the next attempt.
            401 => WebAnswer.Failed(new("Http401", "it does not accept the secret; it may have been changed"), status),
            403 => WebAnswer.Failed(new("Http403", "whose secret it is may not do this"), status),
            404 or 410 => Permanent($"Http{status}", "there is no such thing, or it may not be seen", status),
            408 or 425 or >= 500 => WebAnswer.Failed(
                new($"Http{status}", "it could not answer"),
                status,
                retryAfter: retryAfter
            ),
            _ => Permanent($"Http{status}", "it does not accept what was sent", status),
        };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } header)
        {
            return header.Delta ?? (header.Date is { } date ? date - _time.GetUtcNow() : null);
        }
        // GitHub: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
        return
            First(response.Headers, "x-ratelimit-remaining") == "0"
            && long.TryParse(
                First(response.Headers, "x-ratelimit-reset"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) - _time.GetUtcNow()
            : null;
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // Null for what is longer than any answer that is asked for.
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            if (body.Length + read > LongestAnswer)
            {
                return null;
            }
            body.Write(part, 0, read);
        }
        return body.ToArray();
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        // Some answer in words, or with nothing: where an id is needed, its absence is told.
        catch (JsonException)
        {
            return default;
        }
    }

    private static WebAnswer Permanent(string code, string message, int status = 0) =>
        WebAnswer.Failed(new(code, message), status, isPassing: false);
}
