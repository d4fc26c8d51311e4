using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;

namespace Remediation.Engine;

/// <summary>
/// The complete state of one resource as AWS's own JSON, which the ledger and the baselines keep and from which the state is
/// read again.
/// </summary>
public static class StateDocument
{
    private const string Group = "SecurityGroup";
    private const string GroupRules = "SecurityGroupRules";
    private const string Parts = "Parts";
    private const string UnknownParts = "UnknownParts";

    public static string Write(ResourceState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            switch (state)
            {
                case SecurityGroup group:
                    Write(writer, group);
                    break;
                case NetworkAcl acl:
                    NetworkAclJson.Write(writer, acl);
                    break;
                case DocumentState document:
                    Write(writer, document);
                    break;
                default:
                    throw new UnreachableException($"{state.GetType().Name} has no document");
            }
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The state that a document of <see cref="Write(ResourceState)"/> is of, or why it cannot be read.</summary>
    /// <param name="id">The resource, which the document does not always name whole.</param>
    public static ParseResult<ResourceState> Read(ResourceId id, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            // What cannot be written again is found now, and not when it is to be recorded.
            using var writer = new Utf8JsonWriter(Stream.Null);
            document.RootElement.WriteTo(writer);
            return Read(id, document.RootElement);
        }
        // What was edited can hold half a character, which is no text, and a list where an object was.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Failure($"the document of {id} is not JSON: {fault.Message}");
        }
    }

    private static ParseResult<ResourceState> Read(ResourceId id, JsonElement root) =>
        id.Type switch
        {
            _ when root.ValueKind != JsonValueKind.Object => Failure($"the document of {id} is no JSON object"),
            ResourceTypes.SecurityGroup => ReadGroup(id, root),
            ResourceTypes.NetworkAcl => Widen(id, NetworkAclParser.Parse(root, id.Account, id.Region)),
            ResourceTypes.IsolationGroup => ParseResult<ResourceState>.Success(
                IsolationGroup.Read(id, root.TryGetProperty(Parts, out var parts) ? parts : default)
            ),
            _ => ReadDocument(id, root),
        };

    private static ParseResult<ResourceState> ReadGroup(ResourceId id, JsonElement root)
    {
        if (
            !root.TryGetProperty(Group, out var element)
            || !root.TryGetProperty(GroupRules, out var list)
            || list.ValueKind != JsonValueKind.Array
        )
        {
            return Failure($"the document of {id} has no {Group} with {GroupRules}");
        }
        var rules = new List<ReadRule>();
        foreach (var item in list.EnumerateArray())
        {
            if (!SecurityGroupParser.ParseRule(item).TryGet(out var rule, out var reason))
            {
                return Failure(reason);
            }
            rules.Add(rule);
        }
        return Widen(id, SecurityGroupParser.Parse(element, id.Account, id.Region, rules));
    }

    private static ParseResult<ResourceState> ReadDocument(ResourceId id, JsonElement root)
    {
        if (ResourceLayers.For(id.Type) is not { } layer || !root.TryGetProperty(Parts, out var parts))
        {
            return Failure($"the document of {id} is none of a {id.Type}");
        }
        var documents = new SnapshotDocuments(id.Account, id.Region);
        foreach (var part in parts.EnumerateObject())
        {
            Add(documents, part, IsListing(layer, part.Name));
        }
        foreach (var unknown in root.TryGetProperty(UnknownParts, out var list) ? list.EnumerateObject() : default)
        {
            documents.Found(unknown.Name, unknown.Value.ToString());
        }
        var states = layer.Assemble(id.Type, documents).ToList();
        foreach (var result in states)
        {
            if (!result.TryGet(out var state, out _))
            {
                return result;
            }
            if (state.Id.Id == id.Id)
            {
                return ParseResult<ResourceState>.Success(WithoutAbsent((DocumentState)state, parts));
            }
        }
        return Failure($"the document of {id} holds no such resource");
    }

    // An empty output names no resource, so that a layer cannot always tell whose it is. Here there is only one.
    private static DocumentState WithoutAbsent(DocumentState state, JsonElement parts) =>
        parts
            .EnumerateObject()
            .Where(part => part.Value.ValueKind == JsonValueKind.Object && !part.Value.EnumerateObject().Any())
            .Where(part => state.UnknownParts.ContainsKey(part.Name))
            .Aggregate(state, (known, part) => known.WithPart(part.Name, null));

    private static bool IsListing(ResourceLayer layer, string operation) =>
        layer.Outputs.FirstOrDefault(output => output.Operation == operation)?.List is not null;

    private static void Add(SnapshotDocuments documents, JsonProperty part, bool isListing)
    {
        documents.Found(part.Name, null);
        foreach (var element in isListing ? part.Value.EnumerateArray().ToArray() : [part.Value])
        {
            documents.Add(part.Name, new(element.Clone(), $"{part.Name}.json", ""));
        }
    }

    private static ParseResult<ResourceState> Widen<TState>(ResourceId id, ParseResult<TState> result)
        where TState : ResourceState
    {
        if (!result.TryGet(out var state, out var reason))
        {
            return Failure(reason);
        }
        return state.Id == id
            ? ParseResult<ResourceState>.Success(state)
            : Failure($"the document is of {state.Id.Arn}, not of {id.Arn}");
    }

    private static ParseResult<ResourceState> Failure(string reason) => ParseResult<ResourceState>.Failure(reason);

    // The grouped permissions know neither ids nor tags of single rules, so both outputs are kept.
    private static void Write(Utf8JsonWriter writer, SecurityGroup group)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Group);
        SecurityGroupJson.Write(writer, group);
        writer.WriteStartArray(GroupRules);
        foreach (var rule in group.Rules)
        {
            SecurityGroupJson.WriteRule(writer, group, rule);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // A part that is known to be absent is an empty output, as in a snapshot's folder.
    private static void Write(Utf8JsonWriter writer, DocumentState state)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Parts);
        foreach (var (operation, part) in state.Parts)
        {
            writer.WritePropertyName(operation);
            part.Root.WriteTo(writer);
        }
        foreach (var operation in AbsentParts(state))
        {
            var isListing = IsListing(ResourceLayers.For(state.Id.Type)!, operation);
            writer.WritePropertyName(operation);
            writer.WriteRawValue(isListing ? "[]" : "{}");
        }
        writer.WriteEndObject();
        writer.WriteStartObject(UnknownParts);
        foreach (var (operation, reason) in state.UnknownParts)
        {
            writer.WriteString(operation, reason);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<string> AbsentParts(DocumentState state) =>
        (ResourceLayers.For(state.Id.Type)?.PartsOf(state.Id.Type) ?? []).Where(operation =>
            !state.Parts.ContainsKey(operation) && !state.UnknownParts.ContainsKey(operation)
        );
}
