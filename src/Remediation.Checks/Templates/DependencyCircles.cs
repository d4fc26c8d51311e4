using System.Collections.Immutable;
using Remediation.Core.Templates;

namespace Remediation.Checks.Templates;

/// <summary>
/// The circles in which a template's resources refer to each other: for every reference that is part of one the shortest, each
/// circle once.
/// </summary>
internal sealed class DependencyCircles
{
    // To list every circle would take for ever where all refer to all.
    private const int MostCircles = 50;
    private const int MostSearches = 500;

    private readonly ILookup<string, TemplateReference> _from;
    private readonly ILookup<string, TemplateReference> _to;
    private readonly Dictionary<string, string> _component = new(StringComparer.Ordinal);

    private DependencyCircles(IReadOnlyCollection<TemplateReference> edges)
    {
        _from = edges.ToLookup(edge => edge.From, StringComparer.Ordinal);
        _to = edges.ToLookup(edge => edge.Target, StringComparer.Ordinal);
        FindComponents();
    }

    /// <summary>Each circle as its references, beginning with the resource whose name comes first.</summary>
    public static IEnumerable<ImmutableArray<TemplateReference>> Of(Template template) =>
        new DependencyCircles([
            .. template
                .References.Where(reference => IsDependency(template, reference))
                .DistinctBy(reference => (reference.From, reference.Target)),
        ]).All();

    private static bool IsDependency(Template template, TemplateReference reference) =>
        reference.Kind
            is TemplateReferenceKind.Ref
                or TemplateReferenceKind.Attribute
                or TemplateReferenceKind.DependsOn
        && template.ResourceNames.Contains(reference.From)
        && template.ResourceNames.Contains(reference.Target);

    private IEnumerable<ImmutableArray<TemplateReference>> All()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var edge in _from.SelectMany(edges => edges).Where(IsInCircle).Take(MostSearches))
        {
            var circle = Turned([edge, .. ShortestPath(edge.Target, edge.From)]);
            if (told.Count < MostCircles && told.Add(string.Join('\n', circle.Select(link => link.From))))
            {
                yield return circle;
            }
        }
    }

    private bool IsInCircle(TemplateReference edge) => _component[edge.From] == _component[edge.Target];

    // Kosaraju's two passes: what reaches each other is one component.
    private void FindComponents()
    {
        foreach (var root in FinishingOrder())
        {
            var open = new Stack<string>([root]);
            while (open.TryPop(out var at))
            {
                if (_component.TryAdd(at, root))
                {
                    foreach (var edge in _to[at])
                    {
                        open.Push(edge.From);
                    }
                }
            }
        }
    }

    private List<string> FinishingOrder()
    {
        var finished = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = _from.Select(edges => edges.Key).Concat(_to.Select(edges => edges.Key));
        foreach (var root in names)
        {
            var open = new Stack<(string Name, bool IsLeft)>([(root, false)]);
            while (open.TryPop(out var at))
            {
                if (at.IsLeft)
                {
                    finished.Add(at.Name);
                }
                else if (seen.Add(at.Name))
                {
                    open.Push((at.Name, true));
                    foreach (var edge in _from[at.Name])
                    {
                        open.Push((edge.Target, false));
                    }
                }
            }
        }
        finished.Reverse();
        return finished;
    }

    private List<TemplateReference> ShortestPath(string from, string to)
    {
        var reachedBy = new Dictionary<string, TemplateReference?>(StringComparer.Ordinal) { [from] = null };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var at) && at != to)
        {
            foreach (var edge in _from[at].Where(IsInCircle))
            {
                if (reachedBy.TryAdd(edge.Target, edge))
                {
                    open.Enqueue(edge.Target);
                }
            }
        }
        var path = new List<TemplateReference>();
        for (var edge = reachedBy[to]; edge is not null; edge = reachedBy[edge.From])
        {
            path.Add(edge);
        }
        path.Reverse();
        return path;
    }

    private static ImmutableArray<TemplateReference> Turned(ImmutableArray<TemplateReference> circle)
    {
        var first = circle.MinBy(link => link.From, StringComparer.Ordinal)!;
        var at = circle.IndexOf(first);
        return [.. circle[at..], .. circle[..at]];
    }
}
