using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Remediation.Testing.Web;

/// <summary>An HTTP server on a loopback port; each request is answered by the given function, unless it gets in trouble.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _serving;

    public LocalServer(Func<LocalRequest, LocalAnswer> answer)
    {
        _answer = answer;
        Endpoint = new($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<LocalRequest> Requests { get; } = new();

    /// <summary>What happens to the next requests, one each; afterwards <see cref="Trouble"/>.</summary>
    public ConcurrentQueue<Trouble> Troubles { get; } = new();

    /// <summary>What happens to all requests that have no trouble of their own.</summary>
    public Trouble Trouble { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Close();
        _ending.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                open.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }
        await Task.WhenAll(open);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var request = await ReadAsync(context.Request);
            Requests.Enqueue(request);
            var trouble = Troubles.TryDequeue(out var own) ? own : Trouble;
            if (trouble == Trouble.Silence)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Response.Abort();
                return;
            }
            var answer = Troubled(trouble, request) ?? CarryOut(request);
            if (trouble == Trouble.LostAnswer)
            {
                // Less than it promises, so that it is no answer.
                context.Response.ContentLength64 = 1000;
                await context.Response.OutputStream.WriteAsync(new byte[10]);
                context.Response.Abort();
                return;
            }
            await WriteAsync(context.Response, answer);
        }
        // Whoever asked has gone.
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            context.Response.Abort();
        }
    }

    private LocalAnswer CarryOut(LocalRequest request)
    {
        lock (_lock)
        {
            return _answer(request);
        }
    }

    private static LocalAnswer? Troubled(Trouble trouble, LocalRequest request) =>
        trouble switch
        {
            Trouble.Outage => LocalAnswer.Of(503, "<html>down</html>"),
            Trouble.TooMany => LocalAnswer.Of(429, "{}", ("Retry-After", "600")),
            Trouble.Redirect => LocalAnswer.Of(302, "", ("Location", "/elsewhere")),
            Trouble.Unauthorized => LocalAnswer.Of(401, Echo(request)),
            Trouble.Rejection => LocalAnswer.Of(400, Echo(request)),
            _ => null,
        };

    private static string Echo(LocalRequest request) =>
        request.Target + "\n" + string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"));

    private static async Task<LocalRequest> ReadAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        var headers = request.Headers.AllKeys.ToDictionary(
            name => name!,
            name => request.Headers[name]!,
            StringComparer.OrdinalIgnoreCase
        );
        return new(request.HttpMethod, request.RawUrl!, headers, body.ToArray());
    }

    private static async Task WriteAsync(HttpListenerResponse response, LocalAnswer answer)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
        if (answer.Status != 204)
        {
            await response.OutputStream.WriteAsync(answer.Bytes);
        }
        response.Close();
    }
}
