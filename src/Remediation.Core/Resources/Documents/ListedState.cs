using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>A resource of which all that is known is one element of one listing, such as a subnet: its only part is a list of one.</summary>
public abstract class ListedState : DocumentState
{
    /// <summary>The operation that lists it, such as <c>ec2.describe-subnets</c>.</summary>
    public abstract string Operation { get; }

    /// <summary>The member that names the element, such as <c>SubnetId</c>.</summary>
    protected abstract string IdMember { get; }

    /// <summary>The element as AWS gave it.</summary>
    protected JsonElement Element =>
        Parts.TryGetValue(Operation, out var part) && part.Root is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().FirstOrDefault()
            : default;

    /// <summary>Where in the state's documents a member of the element is.</summary>
    public DocumentPath PathOf(params ReadOnlySpan<string> members) =>
        DocumentPath.Of(Operation).Item(IdMember, Id.Id).Then(members);

    /// <summary>The document with which a state of this kind is made.</summary>
    internal static ImmutableSortedDictionary<string, AwsDocument> PartOf(string operation, JsonElement element) =>
        ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(
            operation,
            AwsDocument.Build(writer =>
            {
                writer.WriteStartArray();
                element.WriteTo(writer);
                writer.WriteEndArray();
            })
        );

    /// <summary>The tag that people know the resource by.</summary>
    internal static string NameIn(ImmutableArray<Tag> tags) =>
        tags.FirstOrDefault(tag => tag.Key == "Name")?.Value ?? "";

    /// <summary>The account that the element names as the owner, else the one given.</summary>
    internal static string OwnerIn(JsonElement element, string account) =>
        AwsJson.Text(element, "OwnerId"u8) is { Length: 12 } owner ? owner : account;

    /// <summary>The parts with a member of the element replaced.</summary>
    protected ImmutableSortedDictionary<string, AwsDocument> PartsWithMember(string member, AwsDocument value) =>
        Parts.SetItem(Operation, Parts[Operation].With(DocumentPath.Root.Item(0).Then(member), value));

    /// <summary>The parts with one replaced, or (null) without it.</summary>
    protected ImmutableSortedDictionary<string, AwsDocument> PartsWith(string operation, AwsDocument? part) =>
        part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part);
}
