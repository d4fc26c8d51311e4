using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Remediation.Aws.Documents;
using Remediation.Aws.Tests.Ec2;

namespace Remediation.Aws.Tests.Documents;

/// <summary>Any AWS service on a loopback port, each request answered as the test says.</summary>
internal sealed class ScriptedAws : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ReceivedRequest, ScriptedAnswer> _answer;
    private readonly Task _serving;

    public ScriptedAws(Func<ReceivedRequest, ScriptedAnswer> answer)
    {
        _answer = answer;
        Endpoint = $"http://127.0.0.1:{ScriptedEc2.FreePort()}/";
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    public ScriptedAws(string answer)
        : this(_ => ScriptedAnswer.Ok(answer)) { }

    public static RequestBudget Quick { get; } =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), 1);

    public string Endpoint { get; }

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public ReceivedRequest Last => Requests.Last();

    public AwsDocumentSource Source(RequestBudget? budget = null) =>
        new(
            AwsClients
                .Create(
                    new()
                    {
                        Region = "eu-west-1",
                        EndpointUrl = Endpoint,
                        Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
                        Budget = budget ?? Quick,
                    }
                )
                .Value
        );

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
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var headers = context.Request.Headers.AllKeys.ToDictionary(
            name => name!,
            name => context.Request.Headers[name]!,
            StringComparer.OrdinalIgnoreCase
        );
        var request = new ReceivedRequest(context.Request.HttpMethod, context.Request.RawUrl!, headers, body.ToArray());
        Requests.Enqueue(request);
        var answer = _answer(request);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }
        await context.Response.OutputStream.WriteAsync(answer.Body);
        context.Response.Close();
    }
}
