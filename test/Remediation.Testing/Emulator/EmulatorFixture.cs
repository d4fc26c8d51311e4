namespace Remediation.Testing.Emulator;

/// <summary>
/// The one emulator of a test assembly, started by the first test that needs it and stopped after the last. Register it with
/// <c>[assembly: AssemblyFixture(typeof(EmulatorFixture))]</c>; tests that share it belong to one collection, since each
/// begins by emptying it.
/// </summary>
public sealed class EmulatorFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AwsEmulator>> _emulator = new(StartAsync);

    /// <summary>The emulator, empty.</summary>
    public async Task<AwsEmulator> EmptyAsync()
    {
        var emulator = await _emulator.Value;
        await emulator.ResetAsync();
        return emulator;
    }

    /// <summary>The emulator with what was made in it since it was last emptied.</summary>
    public Task<AwsEmulator> CurrentAsync() => _emulator.Value;

    /// <summary>
    /// Makes in the emulator, just emptied, what template.yaml deploys. Its permissions are not enforced until somebody asks for it.
    /// </summary>
    /// <param name="parameters">The parameters of the template, each as <c>Name=value</c>.</param>
    /// <param name="without">An action that the roles are not given, or null.</param>
    /// <returns>What the script tells of it, as JSON.</returns>
    public async Task<string> DeployAsync(string[] parameters, string? without)
    {
        var python = await EmulatorInstallation.InRepository().FindPythonAsync(CancellationToken.None);
        var emulator = await CurrentAsync();
        var (output, error) = await PythonCommand.OutputAsync(
            python,
            [
                Path.Combine(AppContext.BaseDirectory, "Emulator", "deploy.py"),
                emulator.Endpoint.ToString(),
                Path.Combine(Repository.Root, "template.yaml"),
                "remediation",
                .. without is null ? Array.Empty<string>() : ["--without", without],
                .. parameters,
            ],
            CancellationToken.None
        );
        return error is null ? output : throw new InvalidOperationException($"the template was not deployed:\n{error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_emulator.IsValueCreated && _emulator.Value.IsCompletedSuccessfully)
        {
            await (await _emulator.Value).DisposeAsync();
        }
    }

    private static async Task<AwsEmulator> StartAsync()
    {
        var python = await EmulatorInstallation.InRepository().FindPythonAsync(CancellationToken.None);
        return await AwsEmulator.StartAsync(python, CancellationToken.None);
    }
}
