using System.Diagnostics;
using Remediation.Lambda.Tests.Hosting;

namespace Remediation.Lambda.Tests;

/// <summary>
/// The real program against the fake Runtime API: the one built beside these tests, or the published one that
/// <c>REMEDIATION_BOOTSTRAP</c> names.
/// </summary>
public sealed class BootstrapTests
{
    [Fact]
    public async Task Main_Sigterm_ExitsWithZero()
    {
        using var api = new FakeRuntimeApi();
        using var process = Start(api.Endpoint);
        await api.Idle.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Terminate(process);

        Assert.Equal(0, await ExitCodeAsync(process));
        Assert.False(api.HasReport);
    }

    [Fact]
    public async Task Main_Invocation_IsAnswered()
    {
        using var api = new FakeRuntimeApi();
        api.Enqueue(new FakeInvocation("r-1", """{"Records":[]}"""));
        using var process = Start(api.Endpoint);

        var report = await api.NextReportAsync();

        Assert.Equal("invocation/r-1/response", report.Path);
        Terminate(process);
        Assert.Equal(0, await ExitCodeAsync(process));
    }

    [Fact]
    public async Task Main_NoRuntimeApi_ExitsWithOneAndSaysWhatToDo()
    {
        using var process = Start(endpoint: null);

        Assert.Equal(1, await ExitCodeAsync(process));
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", error, StringComparison.Ordinal);
    }

    private static Process Start(string? endpoint)
    {
        var start = new ProcessStartInfo(Program()) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment.Remove("AWS_LAMBDA_RUNTIME_API");
        if (endpoint is not null)
            start.Environment["AWS_LAMBDA_RUNTIME_API"] = endpoint;
        return Process.Start(start)!;
    }

    private static string Program() =>
        Environment.GetEnvironmentVariable("REMEDIATION_BOOTSTRAP") is { Length: > 0 } published
            ? published
            : Path.Combine(AppContext.BaseDirectory, "bootstrap");

    private static void Terminate(Process process)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        return process.ExitCode;
    }
}
