using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Remediation.Testing.Web;

/// <summary>
/// An HTTP server on a loopback port; each request is answered by the given function, unless it gets in trouble. It speaks as much of
/// HTTP/1.1 as clients that send their bodies with a length need, one request a connection, and can break off where a real one does.
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _serving;

    public LocalServer(Func<LocalRequest, LocalAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Endpoint = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
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
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                open.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        // It was stopped, before the wait or in it.
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException) { }
        await Task.WhenAll(open);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
            {
                return;
            }
            Requests.Enqueue(request);
            var trouble = Troubles.TryDequeue(out var own) ? own : Trouble;
            if (trouble == Trouble.Silence)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _ending.Token);
            }
            var answer = Troubled(trouble, request) ?? CarryOut(request);
            if (trouble != Trouble.LostAnswer)
            {
                await WriteAsync(stream, answer);
            }
        }
        // Whoever asked has gone, or the test is over.
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException) { }
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

    // Null where the connection was opened and nothing sent.
    private async Task<LocalRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, _ending.Token) == 0)
            {
                return null;
            }
            head.Add(one[0]);
        }
        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                group => group.Key,
                group => string.Join(", ", group.Select(parts => parts[1].Trim())),
                StringComparer.OrdinalIgnoreCase
            );
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"))];
        await stream.ReadExactlyAsync(body, _ending.Token);
        return new(first[0], first[1], headers, body);
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';

    private async Task WriteAsync(NetworkStream stream, LocalAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Answer\r\nConnection: close\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }
        if (answer.Status != 204)
        {
            head.Append($"Content-Length: {answer.Bytes.Length}\r\n");
        }
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), _ending.Token);
        if (answer.Status != 204)
        {
            await stream.WriteAsync(answer.Bytes, _ending.Token);
        }
        await stream.FlushAsync(_ending.Token);
    }
}
