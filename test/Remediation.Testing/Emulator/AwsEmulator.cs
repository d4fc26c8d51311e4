using System.Diagnostics;
using System.Globalization;

namespace Remediation.Testing.Emulator;

/// <summary>A running emulator of AWS on a loopback port, with one empty account until something is made in it.</summary>
public sealed class AwsEmulator : IAsyncDisposable
{
    /// <summary>The account that every access key of the emulator belongs to.</summary>
    public const string Account = "123456789012";

    public const string Region = "us-east-1";

    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http;

    private AwsEmulator(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        _http = new() { BaseAddress = endpoint };
    }

    public Uri Endpoint { get; }

    /// <summary>The environment that makes any AWS tool use the emulator.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = Endpoint.ToString(),
            ["AWS_REGION"] = Region,
            ["AWS_ACCESS_KEY_ID"] = "emulator",
            ["AWS_SECRET_ACCESS_KEY"] = "emulator",
        };

    public static async Task<AwsEmulator> StartAsync(string python, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Emulator", "emulator.py");
        var process = Process.Start(
            new ProcessStartInfo(python, [script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var errors = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startLimit);
        var first = await process.StandardOutput.ReadLineAsync(limit.Token);
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            await process.WaitForExitAsync(limit.Token);
            lock (errors)
            {
                throw new InvalidOperationException($"the emulator did not start:\n{string.Join('\n', errors)}");
            }
        }
        return new(process, new($"http://127.0.0.1:{port}/"));
    }

    /// <summary>Forgets everything that was made.</summary>
    public async Task ResetAsync()
    {
        using var answer = await _http.PostAsync(new Uri("moto-api/reset", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Whether from now on what nobody permitted is denied, by the actions of the caller's policies; and whether callers have to be
    /// known at all.
    /// </summary>
    public async Task EnforcePermissionsAsync(bool isEnforced)
    {
        using var count = new StringContent(isEnforced ? "0" : "inf");
        using var answer = await _http.PostAsync(new Uri("moto-api/reset-auth", UriKind.Relative), count);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether its process still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(Queue<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (lines)
        {
            lines.Enqueue(line);
            while (lines.Count > 50)
            {
                lines.Dequeue();
            }
        }
    }
}
