using System.Collections.Immutable;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// How the resources of one layer are found and read, live and offline, into the same states. It judges and changes nothing: what
/// a call makes of a state, the state itself says.
/// </summary>
public abstract class ResourceLayer
{
    /// <summary>The types that it reads.</summary>
    public abstract ImmutableArray<string> ResourceTypes { get; }

    /// <summary>The AWS CLI outputs that the states of this layer are made of; their operations are the keys of the states' parts.</summary>
    public abstract ImmutableArray<SnapshotOutput> Outputs { get; }

    /// <summary>Which of the outputs a type's states have as parts; those of other types are not theirs.</summary>
    public abstract IEnumerable<string> PartsOf(string resourceType);

    /// <summary>
    /// The outputs that tell which resources of a type there are: without any of them, not one is known. Usually any output of the
    /// layer does.
    /// </summary>
    public virtual IEnumerable<string> ListingsOf(string resourceType) => Outputs.Select(output => output.Operation);

    /// <summary>Whether the layer is read live in the region. What is global has one, and in all others is not asked for.</summary>
    public virtual bool IsReadIn(string region) => true;

    /// <summary>The IAM actions that reading live needs.</summary>
    public abstract ImmutableArray<string> ReadActions { get; }

    /// <summary>
    /// The states of one type that the outputs tell of, or why one cannot be read. A part whose output is not there is unknown.
    /// </summary>
    public abstract IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents);

    /// <summary>Reads one resource live.</summary>
    public abstract Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    );

    /// <summary>Every resource of the type, live. What cannot be listed throws <see cref="AccountException"/>.</summary>
    public abstract IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        CancellationToken cancellationToken
    );
}
