using System.Diagnostics;
using System.Globalization;
using System.Text;
using Remediation.Testing.Emulator;

namespace Remediation.Cli.Tests.Kills;

/// <summary>Runs the command on the emulator: as a process that is killed at a call, and undisturbed in this process.</summary>
internal sealed class KillRun(AwsEmulator emulator, string command, Scratch folder, string policy, TimeSpan longest)
    : IAsyncDisposable
{
    // The number that POSIX gives a process that SIGKILL ended, as a shell tells it.
    private const int Killed = 128 + 9;
    private int _ledgers;

    // The SDK asks the process's own environment for credentials, whatever the command was given.
    static KillRun()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "emulator");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "emulator");
    }

    public AwsEmulator Emulator => emulator;

    public KillingProxy Proxy { get; } = new(emulator.Endpoint);

    public int Kills { get; private set; }

    /// <summary>A ledger's folder of its own.</summary>
    public string Next(KillScenario scenario, string name)
    {
        var number = (++_ledgers).ToString(CultureInfo.InvariantCulture);
        return folder[$"{scenario.Name.Replace(' ', '-')}-{name}-{number}"];
    }

    public string[] Handle(string ledger) =>
        ["handle", "-", "--live", "--apply", "--policy", policy, "--ledger", ledger];

    public static string[] Undo(string id, string ledger) => ["undo", id, "--live", "--apply", "--ledger", ledger];

    public Task<CommandRun> HandleAsync(KillScenario scenario, string id, string ledger, Uri endpoint)
    {
        Proxy.Arm(0, isAfter: false, () => { });
        return InProcessAsync(scenario.Event(id), endpoint, Handle(ledger));
    }

    public async Task VerifiedAsync(string name, string ledger)
    {
        var run = await InProcessAsync("", emulator.Endpoint, "ledger", "verify", "--ledger", ledger);
        Assert.True(run.Code == 0, $"{name}: {run.Output}{run.Error}");
    }

    /// <summary>Runs it undisturbed.</summary>
    public Task<CommandRun> InProcessAsync(string input, Uri endpoint, params string[] arguments)
    {
        var variables = Variables(endpoint);
        return CommandRun.WithAsync(
            session =>
                session with
                {
                    Input = new MemoryStream(Encoding.UTF8.GetBytes(input)),
                    Time = TimeProvider.System,
                    Variable = name => variables.GetValueOrDefault(name),
                },
            arguments
        );
    }

    /// <summary>Runs it as a process that is killed at a call.</summary>
    public async Task KilledAsync(string input, int point, bool isAfter, string[] arguments)
    {
        var started = new TaskCompletionSource<Process>();
        Proxy.Arm(
            point,
            isAfter,
            () =>
            {
                var victim = started.Task.GetAwaiter().GetResult();
                victim.Kill();
                victim.WaitForExit();
            }
        );
        using var process = Process.Start(Start(arguments))!;
        started.SetResult(process);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(longest);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(Proxy.IsKilled, $"call {point} was never made: {await output}{await error}");
        Assert.Equal(Killed, process.ExitCode);
        Kills++;
    }

    public ValueTask DisposeAsync() => Proxy.DisposeAsync();

    private ProcessStartInfo Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables(Proxy.Endpoint))
        {
            start.Environment[name] = value;
        }
        // It lives for a second.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private Dictionary<string, string> Variables(Uri endpoint) =>
        new(emulator.Variables, StringComparer.Ordinal) { ["AWS_ENDPOINT_URL"] = endpoint.ToString() };
}
