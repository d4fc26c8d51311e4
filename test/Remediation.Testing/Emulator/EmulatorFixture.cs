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
