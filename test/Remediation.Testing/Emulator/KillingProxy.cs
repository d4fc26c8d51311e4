using System.Net;
using System.Net.Sockets;

namespace Remediation.Testing.Emulator;

/// <summary>
/// Stands between a process and the emulator, and at one request, told by its number, stops the process instead: before the emulator
/// has seen it, or after it was carried out and before its answer is given. Every request after that goes nowhere.
/// </summary>
public sealed class KillingProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _emulator;
    private readonly Task _serving;
    private readonly Lock _lock = new();
    private readonly List<string> _requests = [];
    private int _point;
    private bool _isAfter;
    private Action _kill = () => { };
    private bool _isKilled;

    public KillingProxy(Uri emulator)
    {
        _emulator = new() { BaseAddress = emulator };
        Endpoint = new($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The operations that were asked for since the proxy was last armed, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Whether the process was stopped at the point.</summary>
    public bool IsKilled
    {
        get
        {
            lock (_lock)
            {
                return _isKilled;
            }
        }
    }

    /// <summary>Begins to count anew.</summary>
    /// <param name="point">The request to stop the process at, from 1; 0 for none.</param>
    /// <param name="isAfter">Whether the emulator carries that request out first.</param>
    /// <param name="kill">Stops the process; it must be gone when this returns.</param>
    public void Arm(int point, bool isAfter, Action kill)
    {
        lock (_lock)
        {
            (_point, _isAfter, _kill, _isKilled) = (point, isAfter, kill, false);
            _requests.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _emulator.Dispose();
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                answering.Add(AnswerAsync(context));
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }
        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        if (IsStopped(OperationOf(context.Request, body), out var isPoint) || (isPoint && !_isAfter))
        {
            Stop(context, isPoint);
            return;
        }
        using var answer = await _emulator.SendAsync(Forwarded(context.Request, body.ToArray()));
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (isPoint)
        {
            Stop(context, isPoint);
            return;
        }
        try
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            {
                if (name is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Date" or "Server"))
                {
                    context.Response.Headers[name] = string.Join(", ", values);
                }
            }
            context.Response.ContentLength64 = content.Length;
            await context.Response.OutputStream.WriteAsync(content);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The process was stopped while it was being answered.
            context.Response.Abort();
        }
    }

    private bool IsStopped(string operation, out bool isPoint)
    {
        lock (_lock)
        {
            if (_isKilled)
            {
                isPoint = false;
                return true;
            }
            _requests.Add(operation);
            isPoint = _requests.Count == _point;
            return false;
        }
    }

    private void Stop(HttpListenerContext context, bool isPoint)
    {
        if (isPoint)
        {
            lock (_lock)
            {
                _isKilled = true;
            }
            _kill();
        }
        context.Response.Abort();
    }

    private static HttpRequestMessage Forwarded(HttpListenerRequest request, byte[] body)
    {
        var forwarded = new HttpRequestMessage(new(request.HttpMethod), request.RawUrl);
        if (body.Length > 0)
        {
            forwarded.Content = new ByteArrayContent(body);
        }
        foreach (var name in request.Headers.AllKeys.OfType<string>())
        {
            if (name is "Host" or "Content-Length" or "Expect" or "Connection")
            {
                continue;
            }
            if (!forwarded.Headers.TryAddWithoutValidation(name, request.Headers[name]))
            {
                forwarded.Content?.Headers.TryAddWithoutValidation(name, request.Headers[name]);
            }
        }
        return forwarded;
    }

    // AWS's JSON services name it in a header, EC2 in the body.
    private static string OperationOf(HttpListenerRequest request, MemoryStream body)
    {
        if (request.Headers["X-Amz-Target"] is { } target)
        {
            return target[(target.LastIndexOf('.') + 1)..];
        }
        var text = System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        return text.Split('&').FirstOrDefault(pair => pair.StartsWith("Action=", StringComparison.Ordinal))?[7..]
            ?? request.HttpMethod;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
