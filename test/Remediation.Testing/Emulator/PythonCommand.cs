using System.ComponentModel;
using System.Diagnostics;

namespace Remediation.Testing.Emulator;

/// <summary>Runs a Python interpreter to its end and tells how it went.</summary>
internal static class PythonCommand
{
    /// <summary>Null when it ended with 0; else what it wrote, or why it could not be started.</summary>
    public static async Task<string?> RunAsync(
        string python,
        string[] arguments,
        CancellationToken cancellationToken
    ) => (await OutputAsync(python, arguments, cancellationToken)).Error;

    /// <summary>What it wrote when it ended with 0; else the same and what it complained of, or why it could not be started.</summary>
    public static async Task<(string Output, string? Error)> OutputAsync(
        string python,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (
                await output,
                process.ExitCode == 0 ? null : $"{python} {string.Join(' ', arguments)}\n{await output}{await error}"
            );
        }
        catch (Win32Exception e)
        {
            return ("", $"{python}: {e.Message}");
        }
    }
}
