using System.Text.Json.Nodes;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Templates;

/// <summary>
/// The answers that AWS would give of a template's resources once it is deployed, for the layers to make states of. What it does
/// not define there is none of. What of a resource is not known is gathered by the id of the state that it belongs to.
/// </summary>
public sealed class TemplateDocuments
{
    private const int MostReasons = 5;

    // An id, an ARN or a word for people changes no judgement of what the resource lets through.
    private static readonly string[] WithoutWeight =
    [
        "Id",
        "Ids",
        "Arn",
        "Arns",
        "ARN",
        "Name",
        "Description",
        "Prefix",
    ];

    private readonly Template _template;
    private readonly Dictionary<string, List<string>> _unknown = new(StringComparer.Ordinal);

    private TemplateDocuments(Template template)
    {
        _template = template;
        Documents = new(template.Id.Account, template.Id.Region);
    }

    public SnapshotDocuments Documents { get; }

    /// <summary>What is not known, by the id of the state.</summary>
    public IReadOnlyDictionary<string, List<string>> Unknown => _unknown;

    public static TemplateDocuments Of(Template template)
    {
        var documents = new TemplateDocuments(template);
        VpcDocuments.AddTo(documents);
        WafDocuments.AddTo(documents);
        FirewallDocuments.AddTo(documents);
        ProtectedDocuments.AddTo(documents);
        return documents;
    }

    internal IEnumerable<TemplateResource> OfType(string type) =>
        _template.Resources.Where(resource => resource.Type == type);

    /// <summary>Says that an operation lists no more than what is added.</summary>
    internal void Lists(string operation) => Documents.Found(operation, whyIncomplete: null);

    /// <summary>Adds an element of a listing, or an output of one resource.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="json">What it tells.</param>
    /// <param name="rest">What the file's name would have beside the operation.</param>
    internal void Add(string operation, JsonNode json, string rest = "") =>
        Documents.Add(operation, new(AwsDocument.Build(writer => json.WriteTo(writer)).Root, _template.File, rest));

    /// <summary>Says of a state what a resource does not tell.</summary>
    /// <param name="id">The state's id.</param>
    /// <param name="resource">The resource, which may be another that belongs to it.</param>
    internal void Doubt(string id, TemplateResource resource)
    {
        foreach (var (path, unresolved) in Unresolved(resource.Properties, "", ""))
        {
            Doubt(id, path, unresolved);
        }
        // What is said of a resource holds if it is deployed; of another one, only if this one is deployed beside it.
        if (resource.Doubt is { } doubt && id != resource.Id && id != resource.Arn)
        {
            AddReason(
                id,
                $"whether {resource.LogicalId} ({_template.Place(resource.Line)}) is deployed is not known: {doubt}"
            );
        }
    }

    /// <summary>A value that matters although what it is called does not say so: an id that decides.</summary>
    internal void Doubt(string id, string path, TemplateValue? value)
    {
        if (value is UnresolvedValue unresolved)
        {
            AddReason(id, $"{path} ({_template.Place(unresolved.Line)}) is not known: {unresolved.Reason}");
        }
    }

    /// <summary>Those of the resources that a value which is not known may turn out to name: all, where it does not tell which.</summary>
    internal static IEnumerable<TemplateResource> MayName(TemplateValue? value, IEnumerable<TemplateResource> resources)
    {
        if (value is not UnresolvedValue unresolved)
        {
            return [];
        }
        var names = unresolved.Alternatives.Select(alternative => alternative.Symbol).ToHashSet(StringComparer.Ordinal);
        return names.Count == 0
            ? resources
            : resources.Where(resource => names.Contains(resource.Id) || names.Contains(resource.Arn));
    }

    private void AddReason(string id, string reason)
    {
        if (!_unknown.TryGetValue(id, out var reasons))
        {
            _unknown[id] = reasons = [];
        }
        if (reasons.Count < MostReasons && !reasons.Contains(reason, StringComparer.Ordinal))
        {
            reasons.Add(reason);
        }
    }

    private static IEnumerable<(string Path, UnresolvedValue Value)> Unresolved(
        TemplateValue value,
        string path,
        string key
    ) =>
        value switch
        {
            UnresolvedValue unresolved when !HasNoWeight(key) => [(path, unresolved)],
            ListValue list => list.Items.SelectMany((item, i) => Unresolved(item, $"{path}[{i}]", key)),
            MapValue map => map
                .Entries.Where(entry => entry.Key != "Tags")
                .SelectMany(entry =>
                    Unresolved(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Key)
                ),
            _ => [],
        };

    private static bool HasNoWeight(string key) =>
        Array.Exists(WithoutWeight, end => key.EndsWith(end, StringComparison.Ordinal));
}
