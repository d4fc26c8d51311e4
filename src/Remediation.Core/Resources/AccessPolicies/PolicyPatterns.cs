using System.Collections.Immutable;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// One part of a statement: the principals, actions or resources that match any of some patterns, or (<c>NotAction</c> and its
/// like) all but those. Order and repetition do not count.
/// </summary>
public sealed class PolicyPatterns : IEquatable<PolicyPatterns>
{
    private const string Anything = "*";

    private PolicyPatterns(PolicyElement element, ImmutableArray<string> patterns, bool isAllBut)
    {
        Element = element;
        Patterns = patterns;
        IsAllBut = isAllBut;
    }

    public PolicyElement Element { get; }

    /// <summary>The patterns as written, sorted, once each.</summary>
    public ImmutableArray<string> Patterns { get; }

    /// <summary>Whether everything is meant that the patterns do not match.</summary>
    public bool IsAllBut { get; }

    public bool IsEverything =>
        IsAllBut ? Patterns.IsEmpty : Patterns.Any(pattern => Wildcard.Covers(Form(pattern), Anything));

    public static PolicyPatterns Of(PolicyElement element, IEnumerable<string> patterns, bool isAllBut = false) =>
        new(element, [.. patterns.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], isAllBut);

    public static PolicyPatterns Everything(PolicyElement element) => Of(element, [Anything]);

    /// <summary>Whether everything that the other part means is meant by this one.</summary>
    public bool Contains(PolicyPatterns other) =>
        (IsAllBut, other.IsAllBut) switch
        {
            (false, false) => other.Patterns.All(Matches),
            (true, true) => Patterns.All(other.Excepts),
            (true, false) => !other.Patterns.Any(Touches),
            (false, true) => IsEverything,
        };

    /// <summary>Whether a pattern stands for nothing but what some single one of these does.</summary>
    public bool Matches(string pattern) => Patterns.Any(mine => Wildcard.Covers(Form(mine), Form(pattern)));

    // An account that is excepted excepts none of its roles: each has to be named.
    private bool Excepts(string pattern) =>
        Element == PolicyElement.Principal ? Patterns.Contains(pattern, StringComparer.Ordinal) : Matches(pattern);

    /// <summary>Whether something that the pattern stands for is meant, though perhaps not all of it.</summary>
    public bool Overlaps(string pattern) => IsAllBut ? !Matches(pattern) : Touches(pattern);

    /// <summary>
    /// Whether something that the other part means may be meant by this one. False is always right; who a principal is has so many
    /// names that no two are taken for strangers, and what a variable stands for is not known.
    /// </summary>
    public bool MayOverlap(PolicyPatterns other) =>
        Element == PolicyElement.Principal
        || (IsAllBut && other.IsAllBut)
        || Patterns.Concat(other.Patterns).Any(pattern => pattern.Contains('$', StringComparison.Ordinal))
        || (other.IsAllBut ? Patterns.Any(other.Overlaps) : other.Patterns.Any(Overlaps));

    /// <summary>One part for each pattern; of all but some there is only the one.</summary>
    public IEnumerable<PolicyPatterns> Singly =>
        IsAllBut || Patterns.Length == 1 ? [this] : Patterns.Select(pattern => Of(Element, [pattern]));

    public bool Equals(PolicyPatterns? other) =>
        other is not null
        && Element == other.Element
        && IsAllBut == other.IsAllBut
        && Patterns.SequenceEqual(other.Patterns);

    public override bool Equals(object? obj) => Equals(obj as PolicyPatterns);

    public override int GetHashCode() => Patterns.Aggregate(IsAllBut ? 1 : 0, HashCode.Combine);

    public override string ToString()
    {
        var texts = Patterns.Select(pattern =>
            pattern == Anything ? $"any {Element.ToString().ToLowerInvariant()}"
            : Element == PolicyElement.Principal && pattern.StartsWith("AWS:", StringComparison.Ordinal) ? pattern[4..]
            : pattern
        );
        return (IsAllBut ? "all but " : "") + string.Join(", ", texts);
    }

    private bool Touches(string pattern) => Patterns.Any(mine => Wildcard.Overlap(Form(mine), Form(pattern)));

    private string Form(string pattern) =>
        Element switch
        {
            PolicyElement.Action => pattern.ToLowerInvariant(),
            PolicyElement.Principal => PrincipalForm(pattern),
            _ => pattern,
        };

    // An account stands for every principal in it.
    private static string PrincipalForm(string pattern) =>
        pattern.Split(':') is ["AWS", "arn", var partition, "iam", "", var account, "root"]
            ? $"AWS:arn:{partition}:*::{account}:*"
            : pattern;
}
