using System.Diagnostics;
using System.Text.Json;
using Remediation.Testing.Emulator;

namespace Remediation.Lambda.Tests.Hosting;

/// <summary>
/// The real program: the one built beside these tests, or the published one that <c>REMEDIATION_BOOTSTRAP</c> names. It knows of the
/// environment what it is given, and nothing of this process.
/// </summary>
internal sealed class BootstrapProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private BootstrapProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static BootstrapProcess Start(string endpoint, IReadOnlyDictionary<string, string> variables)
    {
        var published = Environment.GetEnvironmentVariable("REMEDIATION_BOOTSTRAP");
        var program = published is { Length: > 0 } ? published : Path.Combine(AppContext.BaseDirectory, "bootstrap");
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()
        )
        {
            start.Environment.Remove(name);
        }
        start.Environment["AWS_REGION"] = AwsEmulator.Region;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = endpoint;
        return new(Process.Start(start)!);
    }

    /// <summary>Ends it as Lambda does, and gives its log, line by line.</summary>
    public async Task<IReadOnlyList<JsonElement>> StopAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, await ExitCodeAsync());
        return await LogAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Every line of both outputs; after its end.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync() =>
        [
            .. $"{await _output}\n{await _error}"
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line =>
                {
                    using var document = JsonDocument.Parse(line);
                    return document.RootElement.Clone();
                }),
        ];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
