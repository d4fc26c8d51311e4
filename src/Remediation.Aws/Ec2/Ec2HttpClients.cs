using Amazon.Runtime;

namespace Remediation.Aws.Ec2;

/// <summary>The SDK's HTTP client as it makes it by itself, with a look at what EC2 answers to changes.</summary>
internal sealed class Ec2HttpClients : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (clientConfig.ConnectTimeout is { } connect)
        {
            sockets.ConnectTimeout = connect;
        }
        var client = new HttpClient(new FalseAnswerHandler(sockets));
        if (clientConfig.Timeout is { } timeout)
        {
            client.Timeout = timeout;
        }
        return client;
    }

    // One for all clients of the same settings, as the SDK has it.
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"ec2 {clientConfig.ConnectTimeout} {clientConfig.Timeout}";
}
