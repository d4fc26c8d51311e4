namespace Remediation.Engine.PolicyDocuments;

/// <summary>A policy document that is kept outside the function, and can change while it runs.</summary>
public interface IPolicyDocument
{
    /// <summary>Where it is kept, as the operator wrote it.</summary>
    string Uri { get; }

    /// <summary>Reads it, unless it still is the version that is known.</summary>
    /// <param name="knownVersion">The version that was read last; null to read it in any case.</param>
    /// <param name="cancellationToken">Heeded while waiting.</param>
    ValueTask<PolicyRead> ReadAsync(string? knownVersion, CancellationToken cancellationToken);
}
