using System.Globalization;
using System.Text;

namespace Remediation.Testing.Fuzzing;

/// <summary>Runs what reads an input and holds it to an end: in bounded time, with memory in proportion to the input.</summary>
public static class Bounded
{
    // Wide enough for a busy machine, and far below what anything worse than linear work takes on the longest input.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // What an audit of the smallest account takes in any case, and more than any reader keeps of one byte.
    private const long Free = 64L << 20;
    private const long ForEachByte = 4_000;

    /// <summary>Whatever the reader throws is thrown; so is that it did not end, or took too much.</summary>
    /// <param name="input">What is read.</param>
    /// <param name="read">Reads it, on one thread.</param>
    public static T Read<T>(ReadOnlyMemory<byte> input, Func<T> read)
    {
        long allocated = 0;
        var reading = Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = read();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return result;
        });
        // The one that throws is told as it was thrown.
        if (Task.WaitAny([reading], Longest) < 0)
        {
            throw new TimeoutException($"no end after {Longest.TotalSeconds} s: {Shown(input)}");
        }
        var answer = reading.GetAwaiter().GetResult();
        var most = Free + (ForEachByte * input.Length);
        return allocated <= most
            ? answer
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{allocated} bytes of memory for {input.Length} bytes of input: {Shown(input)}"
                )
            );
    }

    private static string Shown(ReadOnlyMemory<byte> input) =>
        Encoding.UTF8.GetString(input.Span[..Math.Min(input.Length, 2_000)]);
}
