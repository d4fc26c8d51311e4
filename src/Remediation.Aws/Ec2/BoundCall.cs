using System.Diagnostics.CodeAnalysis;
using Amazon.EC2;
using Remediation.Core.Planning;

namespace Remediation.Aws.Ec2;

/// <summary>A call whose parameters were all understood, ready to be sent; or why it cannot be.</summary>
internal sealed class BoundCall
{
    private BoundCall(Func<IAmazonEC2, CancellationToken, Task<CallResult>>? send, CallError? error)
    {
        Send = send;
        Error = error;
    }

    public Func<IAmazonEC2, CancellationToken, Task<CallResult>>? Send { get; }

    public CallError? Error { get; }

    [MemberNotNullWhen(true, nameof(Send))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool CanBeSent => Send is not null;

    public static BoundCall To(Func<IAmazonEC2, CancellationToken, Task<CallResult>> send) => new(send, null);

    public static BoundCall Refused(string code, string message) => new(null, new(code, message));
}
