using System.Text;

namespace Remediation.Lambda.Tests.Hosting;

/// <summary>An answer to the function's question for the next invocation.</summary>
internal sealed record FakeInvocation(string? RequestId, byte[] Payload)
{
    public int Status { get; init; } = 200;

    public string? Deadline { get; init; } = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString();

    public string? TraceId { get; init; }

    public FakeInvocation(string requestId, string payload)
        : this(requestId, Encoding.UTF8.GetBytes(payload)) { }

    public static FakeInvocation Failure(int status) => new(null, []) { Status = status, Deadline = null };

    public IEnumerable<(string Name, string Value)> Headers()
    {
        if (RequestId is not null)
            yield return ("Lambda-Runtime-Aws-Request-Id", RequestId);
        if (Deadline is not null)
            yield return ("Lambda-Runtime-Deadline-Ms", Deadline);
        if (TraceId is not null)
            yield return ("Lambda-Runtime-Trace-Id", TraceId);
        yield return (
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:123456789012:function:remediation"
        );
    }
}
