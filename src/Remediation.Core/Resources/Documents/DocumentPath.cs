using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediation.Core.Resources.Documents;

/// <summary>Where in a document a value is. It says nothing of whether there is one. Equal when all steps are.</summary>
public sealed class DocumentPath : IEquatable<DocumentPath>
{
    private DocumentPath(ImmutableArray<DocumentStep> steps) => Steps = steps;

    /// <summary>The document itself.</summary>
    public static DocumentPath Root { get; } = new([]);

    public ImmutableArray<DocumentStep> Steps { get; }

    public static DocumentPath Of(params ReadOnlySpan<string> members) =>
        new([.. members.ToArray().Select(DocumentStep.Of)]);

    public DocumentPath Then(params ReadOnlySpan<string> members) =>
        new(Steps.AddRange(members.ToArray().Select(DocumentStep.Of)));

    /// <summary>The element of the list here in which a member has that value.</summary>
    public DocumentPath Item(string key, string value) => new(Steps.Add(DocumentStep.Of(key, value)));

    /// <summary>The element of the list here at a place, from 0.</summary>
    public DocumentPath Item(int index) => new(Steps.Add(DocumentStep.Of(index)));

    public DocumentPath Then(DocumentPath rest) => new(Steps.AddRange(rest.Steps));

    /// <summary>This path without its first steps.</summary>
    public DocumentPath Skip(int count) => new([.. Steps.Skip(count)]);

    /// <summary>The first steps of this path.</summary>
    public DocumentPath Take(int count) => new([.. Steps.Take(count)]);

    /// <summary>Whether the other path is this one or leads on from it.</summary>
    public bool Covers(DocumentPath other) =>
        other.Steps.Length >= Steps.Length && Steps.SequenceEqual(other.Steps.Take(Steps.Length));

    public bool Equals(DocumentPath? other) => other is not null && Steps.SequenceEqual(other.Steps);

    public override bool Equals(object? obj) => Equals(obj as DocumentPath);

    public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);

    /// <summary>For people: <c>Rules[Name=RateLimit].Statement</c>.</summary>
    public override string ToString() => string.Concat(Steps).TrimStart('.');

    internal JsonElement Find(JsonElement element)
    {
        foreach (var step in Steps)
        {
            element = Find(element, step);
        }
        return element;
    }

    internal void Set(JsonNode root, JsonNode? value)
    {
        var at = root;
        foreach (var step in Steps.AsSpan()[..^1])
        {
            if (Enter(at, step) is not { } next)
            {
                return;
            }
            at = next;
        }
        if (at is JsonObject == Steps[^1].IsMember && at is JsonObject or JsonArray)
        {
            Put(at, Steps[^1], value);
        }
    }

    private static JsonElement Find(JsonElement element, DocumentStep step)
    {
        if (step.IsMember)
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step.Member!, out var value)
                ? value
                : default;
        }
        if (element.ValueKind != JsonValueKind.Array)
        {
            return default;
        }
        return step.Value is null
            ? element.EnumerateArray().ElementAtOrDefault(step.Index)
            : element.EnumerateArray().FirstOrDefault(item => IsNamed(item, step));
    }

    private static bool IsNamed(JsonElement item, DocumentStep step) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(step.Member!, out var name)
        && name.ToString() == step.Value;

    // Null where the step leads nowhere: members are made on the way, elements of lists and what is in a plain value are not.
    private static JsonNode? Enter(JsonNode at, DocumentStep step)
    {
        if (step.IsMember)
        {
            return at is JsonObject members
                ? members[step.Member!] ?? (members[step.Member!] = new JsonObject())
                : null;
        }
        return at is JsonArray list && IndexOf(list, step) is var index && index >= 0 && index < list.Count
            ? list[index]
            : null;
    }

    private static void Put(JsonNode at, DocumentStep step, JsonNode? value)
    {
        if (step.IsMember)
        {
            if (value is null)
            {
                at.AsObject().Remove(step.Member!);
                return;
            }
            at[step.Member!] = value;
            return;
        }
        var list = at.AsArray();
        var index = IndexOf(list, step);
        if (index >= 0 && index < list.Count)
        {
            list.RemoveAt(index);
        }
        else
        {
            index = list.Count;
        }
        if (value is not null)
        {
            list.Insert(index, value);
        }
    }

    private static int IndexOf(JsonArray list, DocumentStep step)
    {
        if (step.Value is null)
        {
            return step.Index;
        }
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && item[step.Member!]?.ToString() == step.Value)
            {
                return i;
            }
        }
        return -1;
    }
}
