using Remediation.Core.Planning;

namespace Remediation.Engine.Audits;

/// <summary>Keeps reports of audits under their keys. Failure is a value; an exception is a bug.</summary>
public interface IReportStore
{
    /// <summary>Where it keeps them, as people and other tools name it, such as a bucket.</summary>
    string Name { get; }

    /// <summary>Null when it is kept for good, else why not. What was there under the key is replaced.</summary>
    ValueTask<CallError?> WriteAsync(
        string key,
        ReadOnlyMemory<byte> content,
        string contentType,
        CancellationToken cancellationToken
    );

    /// <summary>What is kept under the key, or why it cannot be read.</summary>
    ValueTask<StoreAnswer<byte[]>> ReadAsync(string key, CancellationToken cancellationToken);
}
