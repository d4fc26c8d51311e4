using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;

namespace Remediation.Engine.Offline;

/// <summary>
/// Writes the resources of a snapshot that are carried as documents back as the AWS CLI outputs that they are made of. Outputs of
/// which nothing changed are left as they were copied; what no resource was made of is written along.
/// </summary>
internal sealed class DocumentWriter(Snapshot snapshot, string folder, ImmutableArray<ResourceLayer> layers)
{
    private readonly List<DocumentState> _states = snapshot.Facts.DocumentIds.ConvertAll(id => snapshot.Documents[id]);

    public static void Write(Snapshot snapshot, string folder) => Write(snapshot, folder, ResourceLayers.All);

    public static void Write(Snapshot snapshot, string folder, ImmutableArray<ResourceLayer> layers)
    {
        var writer = new DocumentWriter(snapshot, folder, layers);
        var outputs = layers
            .SelectMany(layer => layer.Outputs)
            .DistinctBy(output => output.Operation, StringComparer.Ordinal);
        foreach (var output in outputs.Where(writer.IsChanged))
        {
            writer.RemoveOld(output.Operation);
            if (output.List is { } list)
            {
                writer.WriteListing(output.Operation, list);
            }
            else if (output.Nested is { } nested)
            {
                writer.WriteNested(output.Operation, nested);
            }
            else
            {
                writer.WriteOutputs(output.Operation);
            }
        }
    }

    // A listing that was not there cannot be written: it would pass for the whole. An output of one resource can.
    private bool IsChanged(SnapshotOutput output) =>
        (IsWritable(output) || snapshot.Facts.Listings.ContainsKey(output.Operation))
        && (
            snapshot.Facts.IsNew
            || _states.Exists(state =>
                !Equals(
                    state.Parts.GetValueOrDefault(output.Operation),
                    snapshot
                        .Facts.ReadDocuments.GetValueOrDefault((state.Id.Type, state.Id.Id))
                        ?.Parts.GetValueOrDefault(output.Operation)
                )
            )
        );

    private bool IsWritable(SnapshotOutput output) =>
        output.List is null && (output.Nested is null || !snapshot.Facts.IsNew);

    // A listing that was in several files is written as one; the other parts would be read again beside it.
    private void RemoveOld(string operation)
    {
        foreach (
            var file in Directory.GetFiles(folder).Select(SnapshotFile.Of).Where(file => file.Operation == operation)
        )
        {
            File.Delete(file.Path);
        }
    }

    private void WriteListing(string operation, string list) =>
        WriteFile(
            operation,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray(list);
                foreach (var element in Elements(operation))
                {
                    element.Root.WriteTo(writer);
                }
                writer.WriteEndArray();
                if (snapshot.Facts.Listings[operation] is { } incomplete)
                {
                    // What was not known to be whole must not be taken for the whole by the next reader.
                    writer.WriteString("NextToken", incomplete);
                }
                writer.WriteEndObject();
            }
        );

    private void WriteNested(string operation, DocumentPath list)
    {
        var read = (snapshot.Facts.DocumentElements.GetValueOrDefault(operation) ?? [])
            .Select(element => AwsDocument.Of(element.Json))
            .ToList();
        var claimed = PartsOf(snapshot.Facts.ReadDocuments.Values, operation).SelectMany(Nested).ToHashSet();
        AwsDocument[] elements =
        [
            .. PartsOf(_states, operation).SelectMany(Nested),
            .. read.SelectMany(Nested).Where(element => !claimed.Contains(element)),
        ];
        WriteFile(
            operation,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject(list.Steps[0].Member!);
                // What was not whole must not be taken for the whole by the next reader.
                writer.WriteBoolean("IsTruncated", read.Exists(IsTruncated));
                writer.WriteNumber("Quantity", elements.Length);
                writer.WriteStartArray(list.Steps[1].Member!);
                foreach (var element in elements)
                {
                    element.Root.WriteTo(writer);
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );
        return;

        IEnumerable<AwsDocument> Nested(AwsDocument output) =>
            output.At(list) is { Root.ValueKind: JsonValueKind.Array } items ? Items(items) : [];

        bool IsTruncated(AwsDocument output) =>
            output.At(list.Take(1).Then("IsTruncated"))?.Root.ValueKind == JsonValueKind.True;
    }

    // The same element can concern several resources, such as a flow log a network and a subnet.
    private IEnumerable<AwsDocument> Elements(string operation) =>
        PartsOf(_states, operation)
            .SelectMany(Items)
            .Concat(
                Unclaimed(operation, [.. PartsOf(snapshot.Facts.ReadDocuments.Values, operation).SelectMany(Items)])
            )
            .Distinct();

    private void WriteOutputs(string operation)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in _states.Where(state => IsKnown(state, operation)))
        {
            var part = state.Parts.GetValueOrDefault(operation) ?? AwsDocument.Parse("{}");
            WriteFile($"{operation}.{UniqueName(state, names)}", part.Root.WriteTo);
        }
        var claimed = PartsOf(snapshot.Facts.ReadDocuments.Values, operation).ToHashSet();
        foreach (var element in Unclaimed(operation, claimed))
        {
            WriteFile($"{operation}.{Unique("other", names)}", element.Root.WriteTo);
        }
    }

    private IEnumerable<AwsDocument> Unclaimed(string operation, HashSet<AwsDocument> claimed) =>
        (snapshot.Facts.DocumentElements.GetValueOrDefault(operation) ?? [])
            .Select(element => AwsDocument.Of(element.Json))
            .Where(element => element.Text != "{}" && !claimed.Contains(element));

    private static IEnumerable<AwsDocument> PartsOf(IEnumerable<DocumentState> states, string operation) =>
        states.Select(state => state.Parts.GetValueOrDefault(operation)).OfType<AwsDocument>();

    private static IEnumerable<AwsDocument> Items(AwsDocument part) =>
        part.Root.EnumerateArray().Select(AwsDocument.Of);

    private bool IsKnown(DocumentState state, string operation) =>
        !state.UnknownParts.ContainsKey(operation)
        && (
            layers
                .FirstOrDefault(layer => layer.ResourceTypes.Contains(state.Id.Type, StringComparer.Ordinal))
                ?.PartsOf(state.Id.Type)
                .Contains(operation, StringComparer.Ordinal)
            ?? false
        );

    private static string UniqueName(DocumentState state, HashSet<string> names)
    {
        var tail = state.Name.Length > 0 ? state.Name : state.Id.Id.Split('/', ':')[^1];
        return Unique(
            string.Concat(tail.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')),
            names
        );
    }

    private static string Unique(string wanted, HashSet<string> names)
    {
        var name = wanted;
        for (var i = 2; !names.Add(name); i++)
        {
            name = $"{wanted}-{i}";
        }
        return name;
    }

    private void WriteFile(string name, Action<Utf8JsonWriter> write)
    {
        using var stream = File.Create(Path.Combine(folder, name + ".json"));
        using var writer = new Utf8JsonWriter(stream, SnapshotWriter.Layout);
        write(writer);
    }
}
