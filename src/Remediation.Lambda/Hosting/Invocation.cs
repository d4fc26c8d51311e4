namespace Remediation.Lambda.Hosting;

/// <summary>
/// One call of the function as the Lambda Runtime API hands it over: the payload and what came in the headers.
/// It is not parsed: what the payload means is the handler's business.
/// See <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the Lambda Runtime API</see>.
/// </summary>
public sealed record Invocation
{
    /// <summary>The id that the answer must name.</summary>
    public required string RequestId { get; init; }

    /// <summary>When Lambda ends the invocation, in UTC; null when the platform gave no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The AWS X-Ray tracing header, or null when the call is not traced.</summary>
    public string? TraceId { get; init; }

    /// <summary>The ARN (with version or alias) that was invoked, or null.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>The body as it came: JSON by contract, anything at all in fact. At most 6 MB.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
