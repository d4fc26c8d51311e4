using Remediation.Core.Planning;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Engine.Tests.PolicyDocuments;

/// <summary>A document that a test uploads to, and a copy of the last valid one.</summary>
internal sealed class FakePolicyDocument : IPolicyDocument, IPolicyCopy
{
    private string _text = "";
    private int _version;

    public string Uri => "s3://policies/policy.yaml";

    /// <summary>What reading fails with, and whether that may pass; null while it works.</summary>
    public (CallError Error, bool IsRetryable)? Failure { get; set; }

    public string? Copy { get; set; }

    public CallError? CopyFailure { get; set; }

    public int Reads { get; private set; }

    public int Copies { get; private set; }

    public void Upload(string text) => (_text, _version) = (text, _version + 1);

    public ValueTask<PolicyRead> ReadAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        Reads++;
        var version = $"v{_version}";
        return ValueTask.FromResult(
            Failure is { } failure ? PolicyRead.Failed(failure.Error, failure.IsRetryable)
            : version == knownVersion ? PolicyRead.Unchanged(version)
            : PolicyRead.Of(_text, version)
        );
    }

    public ValueTask<PolicyRead> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            Copy is { } copy
                ? PolicyRead.Of(copy, "copy")
                : PolicyRead.Failed(new("NoSuchKey", "there is no copy"), isRetryable: false)
        );

    public ValueTask<CallError?> KeepAsync(string text, CancellationToken cancellationToken)
    {
        Copies++;
        Copy = CopyFailure is null ? text : Copy;
        return ValueTask.FromResult(CopyFailure);
    }
}
