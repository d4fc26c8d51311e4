namespace Remediation.Lambda.Hosting;

/// <summary>
/// What the function does with one invocation: the seam between the host and the engine. It gives the result as JSON;
/// an exception is the failure of the whole invocation, never of one record of a batch.
/// </summary>
/// <param name="invocation">The call; its payload may be malformed.</param>
/// <param name="cancellationToken">Cancelled shortly before Lambda would end the invocation.</param>
public delegate ValueTask<ReadOnlyMemory<byte>> InvocationHandler(
    Invocation invocation,
    CancellationToken cancellationToken
);
