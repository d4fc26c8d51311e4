using Remediation.Core;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda;

/// <summary>Composes what the function does with an invocation from the environment that it runs in.</summary>
public static class FunctionHandler
{
    /// <summary>Makes the handler, or says what in the environment is wrong. For now it returns each payload as it came.</summary>
    /// <param name="environment">The environment variables of the process.</param>
    /// <param name="time">The clock.</param>
    public static ValueTask<ParseResult<InvocationHandler>> CreateAsync(
        IReadOnlyDictionary<string, string> environment,
        TimeProvider time
    ) =>
        ValueTask.FromResult(
            ParseResult<InvocationHandler>.Success((invocation, _) => ValueTask.FromResult(invocation.Payload))
        );
}
