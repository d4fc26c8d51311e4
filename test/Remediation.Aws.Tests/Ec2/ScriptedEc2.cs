using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using Amazon.Runtime;
using Remediation.Aws.Ec2;

namespace Remediation.Aws.Tests.Ec2;

/// <summary>EC2's query protocol on a loopback port, each request answered as the test says.</summary>
internal sealed class ScriptedEc2 : IAsyncDisposable
{
    private const string Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private readonly HttpListener _listener = new();
    private readonly Func<IReadOnlyDictionary<string, string>, (int Status, string Body)> _answer;
    private readonly Task _serving;

    public ScriptedEc2(Func<IReadOnlyDictionary<string, string>, (int Status, string Body)> answer)
    {
        _answer = answer;
        Endpoint = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>The parameters of every request so far.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Requests { get; } = new();

    public ConcurrentQueue<string> UserAgents { get; } = new();

    public int Count(string action) => Requests.Count(request => request["Action"] == action);

    public static Ec2Account Account(string endpoint, RequestBudget budget)
    {
        var clients = AwsClients
            .Create(
                new()
                {
                    Region = "us-east-1",
                    EndpointUrl = endpoint,
                    Credentials = new BasicAWSCredentials("a", "b"),
                    Budget = budget,
                }
            )
            .Value;
        return new(clients.CreateEc2(), clients.Region, clients.Budget);
    }

    public static (int Status, string Body) Answer(string action, string content) =>
        (200, $"<{action}Response xmlns=\"{Namespace}\"><requestId>r-1</requestId>{content}</{action}Response>");

    public static (int Status, string Body) Error(int status, string code, string message) =>
        (
            status,
            $"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
                + "<RequestID>r-2</RequestID></Response>"
        );

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        var parameters = form.AllKeys.ToDictionary(key => key!, key => form[key]!, StringComparer.Ordinal);
        Requests.Enqueue(parameters);
        UserAgents.Enqueue(context.Request.UserAgent ?? "");
        var (status, body) = _answer(parameters);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
