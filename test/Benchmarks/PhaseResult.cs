using System.Globalization;

namespace Remediation.Benchmarks;

/// <summary>What one phase took in a process of its own.</summary>
/// <param name="Seconds">From its first to its last instruction, without the start of the process.</param>
/// <param name="PeakMegabytes">The most resident memory of the process (VmHWM).</param>
internal sealed record PhaseResult(double Seconds, double PeakMegabytes)
{
    public static PhaseResult Parse(string text)
    {
        var numbers = text.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:R} {PeakMegabytes:F1}");
}
