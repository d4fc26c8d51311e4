using System.Diagnostics;
using Remediation.Testing;

namespace Remediation.Benchmarks;

/// <summary>A program of the repository, published for this machine into a folder of its own.</summary>
/// <param name="Folder">Everything that has to be deployed.</param>
/// <param name="Program">The file that is started.</param>
internal sealed record Published(string Folder, string Program) : IDisposable
{
    /// <param name="project">Its folder, below the repository's root.</param>
    /// <param name="program">The name of the file that is started.</param>
    /// <param name="isAheadOfTime">Whether it is machine code; else it needs the .NET runtime.</param>
    public static async Task<Published> PublishAsync(string project, string program, bool isAheadOfTime)
    {
        var folder = Directory.CreateTempSubdirectory("remediation-benchmark-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "publish",
            Path.Combine(Repository.Root, project),
            "-c",
            "Release",
            "-r",
            "linux-x64",
            "-o",
            folder,
            "-p:RunAnalyzers=false",
            .. isAheadOfTime ? Array.Empty<string>() : ["-p:PublishAot=false", "--self-contained", "false"],
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new(folder, Path.Combine(folder, program))
            : throw new InvalidOperationException($"{project} could not be published:\n{output}");
    }

    /// <summary>How big what is deployed is, packed by what SAM and the Makefile pack with, in Lambda's megabytes of 2^20 bytes.</summary>
    public double ZippedMegabytes()
    {
        var archive = Path.Combine(Folder, "function.zip");
        using var process = Process.Start(
            "python3",
            ["-m", "zipfile", "-c", archive, .. Directory.EnumerateFiles(Folder).Where(IsDeployed)]
        )!;
        process.WaitForExit();
        return process.ExitCode == 0
            ? new FileInfo(archive).Length / (double)(1 << 20)
            : throw new InvalidOperationException($"{Folder} could not be packed");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Symbols and documentation are for people.
    private static bool IsDeployed(string file) => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml");
}
