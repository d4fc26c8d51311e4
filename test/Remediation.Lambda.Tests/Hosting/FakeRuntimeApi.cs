using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Remediation.Lambda.Tests.Hosting;

/// <summary>A Lambda Runtime API on a free loopback port: hands out what is enqueued, keeps what is reported.</summary>
internal sealed class FakeRuntimeApi : IDisposable
{
    private const string Root = "/2018-06-01/runtime/";
    private readonly HttpListener _listener;
    private readonly Channel<FakeInvocation> _pending = Channel.CreateUnbounded<FakeInvocation>();
    private readonly Channel<Report> _reports = Channel.CreateUnbounded<Report>();
    private readonly ConcurrentQueue<int> _answers = new();

    public FakeRuntimeApi()
    {
        (_listener, Endpoint) = Listen();
        _ = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>Completed when the function has asked for an invocation and there was none yet.</summary>
    public TaskCompletionSource Idle { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Enqueue(FakeInvocation invocation) => _pending.Writer.TryWrite(invocation);

    /// <summary>Statuses for the reports to come, in order; 202 when there are none left.</summary>
    public void AnswerReportsWith(params int[] statuses)
    {
        foreach (var status in statuses)
            _answers.Enqueue(status);
    }

    public async Task<Report> NextReportAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _reports.Reader.ReadAsync(patience.Token);
    }

    public bool HasReport => _reports.Reader.TryPeek(out _);

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, string Endpoint) Listen()
    {
        // Another process may take the port between finding it free and listening on it.
        for (var attempt = 0; ; attempt++)
        {
            var endpoint = $"127.0.0.1:{FreePort()}";
            var listener = new HttpListener { Prefixes = { $"http://{endpoint}/" } };
            try
            {
                listener.Start();
                return (listener, endpoint);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = context.Request.HttpMethod == "GET" ? HandOutAsync(context) : TakeAsync(context);
        }
    }

    private async Task HandOutAsync(HttpListenerContext context)
    {
        Assert.Equal(Root + "invocation/next", context.Request.Url!.AbsolutePath);
        if (!_pending.Reader.TryRead(out var invocation))
        {
            Idle.TrySetResult();
            invocation = await _pending.Reader.ReadAsync();
        }
        var response = context.Response;
        response.StatusCode = invocation.Status;
        foreach (var (name, value) in invocation.Headers())
            response.AddHeader(name, value);
        response.ContentLength64 = invocation.Payload.Length;
        await response.OutputStream.WriteAsync(invocation.Payload);
        response.Close();
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var report = new Report(
            context.Request.Url!.AbsolutePath[Root.Length..],
            Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)),
            context.Request.ContentType,
            context.Request.Headers["Lambda-Runtime-Function-Error-Type"]
        );
        // Noted before it is answered: the answer lets the next report come.
        _reports.Writer.TryWrite(report);
        context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 202;
        context.Response.Close();
    }
}
