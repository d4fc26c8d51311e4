using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline;

/// <summary>The resources that a set of outputs tells of, made by every layer that finds something of its own among them.</summary>
internal sealed class DocumentAssembly
{
    private DocumentAssembly() { }

    public Dictionary<(string Type, string Id), DocumentState> States { get; } = [];

    /// <summary>The keys of the states, in the order in which they were made.</summary>
    public List<(string Type, string Id)> Order { get; } = [];

    /// <summary>What could not be made into a state: of which outputs, and why.</summary>
    public List<(string Outputs, string Reason)> Problems { get; } = [];

    public static DocumentAssembly Of(SnapshotDocuments documents)
    {
        var assembly = new DocumentAssembly();
        foreach (var layer in ResourceLayers.All)
        {
            var found = layer.Outputs.Where(output => documents.IsFound(output.Operation)).ToList();
            foreach (var type in found.Count == 0 ? [] : layer.ResourceTypes)
            {
                assembly.Add(
                    layer,
                    type,
                    documents,
                    string.Join(", ", found.Select(output => output.Operation + ".json"))
                );
            }
        }
        return assembly;
    }

    private void Add(ResourceLayer layer, string type, SnapshotDocuments documents, string outputs)
    {
        foreach (var result in layer.Assemble(type, documents))
        {
            if (!result.TryGet(out var state, out var reason))
            {
                Problems.Add((outputs, reason));
                continue;
            }
            var key = (state.Id.Type, state.Id.Id);
            if (States.TryAdd(key, (DocumentState)state))
            {
                Order.Add(key);
            }
        }
    }
}
