using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline;

/// <summary>
/// One element of a listing can be a part of several resources, such as an endpoint of itself and of its VPC. What a call changes in
/// one of them it changes in all.
/// </summary>
internal static class SharedElements
{
    /// <summary>The resources with one of them replaced, and what it shares with the others replaced there, too.</summary>
    public static ImmutableDictionary<(string Type, string Id), DocumentState> Replace(
        ImmutableDictionary<(string Type, string Id), DocumentState> documents,
        DocumentState state
    )
    {
        var key = (state.Id.Type, state.Id.Id);
        var before = documents.GetValueOrDefault(key);
        var after = documents.SetItem(key, state);
        if (before is null || ResourceLayers.For(state.Id.Type) is not { } layer)
        {
            return after;
        }
        foreach (var output in layer.Outputs.Where(output => output.List is not null))
        {
            var changed = Changed(before, state, output.Operation);
            foreach (var other in changed.Count == 0 ? [] : Sharers(layer, output.Operation, after, key))
            {
                after = after.SetItem((other.Id.Type, other.Id.Id), With(other, output.Operation, changed));
            }
        }
        return after;
    }

    // The elements that are there before and after, and differ.
    private static Dictionary<string, AwsDocument> Changed(DocumentState before, DocumentState after, string operation)
    {
        var changed = new Dictionary<string, AwsDocument>(StringComparer.Ordinal);
        var (from, to) = (before.Parts.GetValueOrDefault(operation), after.Parts.GetValueOrDefault(operation));
        if (from is null || to is null || from.Equals(to))
        {
            return changed;
        }
        foreach (var (name, element) in Named(from))
        {
            if (to.At(DocumentPath.Root.Item(name.Key, name.Value)) is { } now && !now.Equals(element))
            {
                changed[name.Value] = now;
            }
        }
        return changed;
    }

    private static DocumentState With(DocumentState state, string operation, Dictionary<string, AwsDocument> changed)
    {
        var part = state.Parts[operation];
        foreach (var (name, _) in Named(part).Where(item => changed.ContainsKey(item.Name.Value)))
        {
            part = part.With(DocumentPath.Root.Item(name.Key, name.Value), changed[name.Value]);
        }
        return part.Equals(state.Parts[operation]) ? state : state.WithPart(operation, part);
    }

    private static List<DocumentState> Sharers(
        ResourceLayer layer,
        string operation,
        ImmutableDictionary<(string Type, string Id), DocumentState> documents,
        (string Type, string Id) except
    )
    {
        var types = layer.ResourceTypes.Where(type => layer.PartsOf(type).Contains(operation, StringComparer.Ordinal));
        return types.Skip(1).Any()
            ?
            [
                .. documents
                    .Where(item => item.Key != except && types.Contains(item.Key.Type, StringComparer.Ordinal))
                    .Select(item => item.Value)
                    .Where(state => state.Parts.ContainsKey(operation)),
            ]
            : [];
    }

    private static IEnumerable<((string Key, string Value) Name, AwsDocument Element)> Named(AwsDocument part) =>
        DocumentDifference.NameOf(part.Root, part.Root) is { } key
            ? ListedDocument.Elements(part).Select(element => ((key, NameOf(element.Root, key)), element))
            : [];

    private static string NameOf(JsonElement element, string key) => element.GetProperty(key).ToString();
}
