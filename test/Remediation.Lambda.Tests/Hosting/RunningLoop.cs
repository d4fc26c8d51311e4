using Remediation.Lambda.Hosting;

namespace Remediation.Lambda.Tests.Hosting;

/// <summary>A loop at work against a fake Runtime API.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly RuntimeApiClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _log = new();

    public RunningLoop(FakeRuntimeApi api, InvocationHandler handler, TimeProvider? time = null)
    {
        _client = new RuntimeApiClient(api.Endpoint);
        Ended = new RuntimeLoop(_client, handler, time ?? TimeProvider.System, new HostLog(_log)).RunAsync(_stop.Token);
    }

    /// <summary>Null when stopped, else why it ended.</summary>
    public Task<string?> Ended { get; }

    public string Log => _log.ToString();

    public void Stop() => _stop.Cancel();

    public async Task<string?> StopAsync()
    {
        Stop();
        return await Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
        _stop.Dispose();
        _log.Dispose();
    }
}
