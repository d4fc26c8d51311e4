using System.Collections.Concurrent;

namespace Remediation.Testing.Fuzzing;

/// <summary>Uses every one of many inputs, on all processors, and tells the first that failed of each that failed in the same place.</summary>
public static class Survey
{
    /// <param name="inputs">What is used.</param>
    /// <param name="use">Throws where it goes wrong.</param>
    /// <param name="show">The input, for the one who looks into it.</param>
    public static void Of<T>(IEnumerable<T> inputs, Action<T> use, Func<T, string> show)
    {
        var faults = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        Parallel.ForEach(
            inputs,
            input =>
            {
                try
                {
                    use(input);
                }
                catch (Exception fault)
                {
                    var place = fault
                        .StackTrace?.Split('\n')
                        .FirstOrDefault(line => line.Contains(" in ", StringComparison.Ordinal));
                    faults.TryAdd($"{fault.GetType().Name} {place?.Trim()}", $"{fault.Message}\n{show(input)}");
                }
            }
        );
        if (!faults.IsEmpty)
        {
            throw new InvalidOperationException(
                string.Join('\n', faults.Select(fault => $"{fault.Key}: {fault.Value}"))
            );
        }
    }
}
