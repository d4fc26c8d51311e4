using Amazon.Runtime;

namespace Remediation.Benchmarks;

/// <summary>The requests that some clients send, in the order in which they begin.</summary>
internal sealed class RequestLog
{
    private readonly Lock _turn = new();
    private List<AmazonWebServiceRequest> _requests = [];

    public RequestLog(params ReadOnlySpan<AmazonServiceClient> clients)
    {
        foreach (var client in clients)
        {
            client.BeforeRequestEvent += (_, sent) =>
            {
                lock (_turn)
                {
                    _requests.Add(((WebServiceRequestEventArgs)sent).Request);
                }
            };
        }
    }

    /// <summary>The requests since the last call.</summary>
    public IReadOnlyList<AmazonWebServiceRequest> Take()
    {
        lock (_turn)
        {
            var taken = _requests;
            _requests = [];
            return taken;
        }
    }
}
