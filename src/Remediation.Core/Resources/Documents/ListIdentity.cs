using System.Text.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>What tells the elements of a list apart: a member that names each, or their whole content.</summary>
/// <param name="Member">The member that names them, or null where their content does.</param>
internal sealed record ListIdentity(string? Member)
{
    public bool IsNamed => Member is not null;

    /// <summary>What tells the elements of all the lists apart, or null where nothing does.</summary>
    public static ListIdentity? Of(params AwsDocument[] lists)
    {
        var named = DocumentDifference
            .Names.Select(name => new ListIdentity(name))
            .FirstOrDefault(identity => Array.TrueForAll(lists, identity.TellsApart));
        var byContent = new ListIdentity((string?)null);
        return named ?? (Array.TrueForAll(lists, byContent.TellsApart) ? byContent : null);
    }

    /// <summary>The elements by what tells them apart, in their order.</summary>
    public OrderedDictionary<string, AwsDocument> ById(AwsDocument list)
    {
        var elements = new OrderedDictionary<string, AwsDocument>(StringComparer.Ordinal);
        foreach (var element in ListedDocument.Elements(list))
        {
            elements.Add(IdOf(element)!, element);
        }
        return elements;
    }

    public DocumentPath PathOf(DocumentPath list, string id) => Member is null ? list : list.Item(Member, id);

    private bool TellsApart(AwsDocument list)
    {
        var ids = ListedDocument.Elements(list).Select(IdOf).ToList();
        return !ids.Contains(null) && ids.Distinct(StringComparer.Ordinal).Count() == ids.Count;
    }

    private string? IdOf(AwsDocument element) =>
        Member is null ? element.Bare.Canonical
        : element.Root.ValueKind == JsonValueKind.Object && element.Root.TryGetProperty(Member, out var name)
            ? name.ToString()
        : null;
}
