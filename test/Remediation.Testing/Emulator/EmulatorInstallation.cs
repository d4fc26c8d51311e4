namespace Remediation.Testing.Emulator;

/// <summary>
/// Finds a Python that has the emulator in the version that the tests were written against, or installs it into a virtual
/// environment under <c>test/</c>.
/// </summary>
public sealed class EmulatorInstallation(string environmentFolder)
{
    public const string Version = "5.2.1";

    private static readonly string[] _interpreters = ["python3", "python"];
    private static readonly string[] _hasEmulator =
    [
        "-c",
        $"import moto, moto.server; assert moto.__version__ == '{Version}', moto.__version__",
    ];

    public static EmulatorInstallation InRepository() => new(Path.Combine(Repository.Root, "test", ".venv"));

    /// <summary>The interpreter to start the emulator with; fails with what was tried and how to mend it.</summary>
    public async Task<string> FindPythonAsync(CancellationToken cancellationToken)
    {
        foreach (var python in _interpreters)
        {
            if (await PythonCommand.RunAsync(python, _hasEmulator, cancellationToken) is null)
            {
                return python;
            }
        }
        return await InstallAsync(cancellationToken);
    }

    /// <summary>Makes the virtual environment unless it is there already. Test processes that want it at once take turns.</summary>
    public async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(environmentFolder);
        await using var turn = await TakeTurnAsync(cancellationToken);
        var python = OperatingSystem.IsWindows()
            ? Path.Combine(environmentFolder, "Scripts", "python.exe")
            : Path.Combine(environmentFolder, "bin", "python3");
        if (await PythonCommand.RunAsync(python, _hasEmulator, cancellationToken) is null)
        {
            return python;
        }
        var created = await CreateEnvironmentAsync(cancellationToken);
        var installed =
            created
            ?? await PythonCommand.RunAsync(
                python,
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", $"moto[server]=={Version}"],
                cancellationToken
            );
        var broken = installed ?? await PythonCommand.RunAsync(python, _hasEmulator, cancellationToken);
        return broken is null ? python : throw new InvalidOperationException(HowToMend(broken));
    }

    private async Task<string?> CreateEnvironmentAsync(CancellationToken cancellationToken)
    {
        string? error = null;
        foreach (var python in _interpreters)
        {
            error = await PythonCommand.RunAsync(python, ["-m", "venv", environmentFolder], cancellationToken);
            if (error is null)
            {
                return null;
            }
        }
        return error;
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(environmentFolder, ".installing");
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static string HowToMend(string error) =>
        $"""
            These tests need the AWS emulator moto {Version}, and it could not be installed.
            Install Python 3.9 or later with its venv module (Debian and Ubuntu: apt-get install python3-venv), and let pip
            reach a package index; or install it yourself with: python3 -m pip install 'moto[server]=={Version}'
            What failed:
            {error}
            """;
}
