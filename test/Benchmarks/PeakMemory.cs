using System.Globalization;

namespace Remediation.Benchmarks;

/// <summary>The most resident memory that a process has had, as the kernel tells it (VmHWM).</summary>
internal static class PeakMemory
{
    public static double Megabytes() => MegabytesIn("/proc/self/status");

    public static double MegabytesOf(int process) =>
        MegabytesIn(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));

    private static double MegabytesIn(string path)
    {
        var line = File.ReadLines(path).First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
            / 1024;
    }
}
