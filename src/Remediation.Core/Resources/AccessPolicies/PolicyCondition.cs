using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// One test of a statement's Condition: an operator, a key and the values of which one has to hold. Which keys tell whom apart:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
/// </summary>
public sealed class PolicyCondition : IEquatable<PolicyCondition>
{
    private readonly ConditionOperator _operator;

    private PolicyCondition(string operatorText, string key, ImmutableArray<string> values)
    {
        Operator = operatorText;
        Key = key;
        Values = values;
        _operator = ConditionOperator.Parse(operatorText);
    }

    public string Operator { get; }

    public string Key { get; }

    /// <summary>The values, sorted, once each.</summary>
    public ImmutableArray<string> Values { get; }

    public static PolicyCondition Of(string operatorText, string key, IEnumerable<string> values) =>
        new(operatorText, key, [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>What it keeps out of an Allow.</summary>
    public ConditionEffect Effect =>
        KeepsNobodyOut ? ConditionEffect.LimitsNothing
        : ConditionKeys.EffectOf(Key) is var effect and not ConditionEffect.Unknown
            ? IsAsked && Values.All(value => ConditionKeys.IsDefinite(Key, value)) ? effect
                : ConditionEffect.LimitsNothing
        : ConditionEffect.Unknown;

    /// <summary>What it keeps out when a Deny has it: "deny to whoever is not of the organisation".</summary>
    public ConditionEffect EffectInDeny =>
        ConditionKeys.EffectOf(Key) is var effect and not ConditionEffect.Unknown
            ? IsExclusion && !Values.IsEmpty && Values.All(value => ConditionKeys.IsDefinite(Key, value))
                ? effect
                : ConditionEffect.LimitsNothing
            : ConditionEffect.Unknown;

    /// <summary>Whether it spares nobody but AWS's own services, as denials to outsiders do.</summary>
    public bool SparesOnlyServices =>
        _operator is { Base: "Bool", IsNegated: false }
        && ConditionKeys.IsOfServices(Key)
        && !Values.IsEmpty
        && Values.All(value => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether every request that this condition lets through passes the other one too; null where it cannot be told.
    /// </summary>
    public bool? Implies(PolicyCondition other)
    {
        if (!string.Equals(Key, other.Key, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var (mine, theirs) = (_operator, other._operator);
        var isLooser = mine.IsIfExists && !theirs.IsIfExists && !(mine.IsNegated && mine.Quantifier != "ForAnyValue");
        if (
            Values.SequenceEqual(other.Values)
            && mine with { IsIfExists = false } == theirs with { IsIfExists = false }
        )
        {
            return !isLooser;
        }
        if (Values.IsEmpty || other.Values.IsEmpty)
        {
            return null;
        }
        if (mine.Quantifier != theirs.Quantifier || mine.IsNegated != theirs.IsNegated || !AreComparable(mine, theirs))
        {
            return null;
        }
        return !isLooser
            && (mine.IsNegated ? Takes(mine, Values, theirs, other.Values) : Takes(theirs, other.Values, mine, Values));
    }

    public bool Equals(PolicyCondition? other) =>
        other is not null
        && Operator == other.Operator
        && string.Equals(Key, other.Key, StringComparison.OrdinalIgnoreCase)
        && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as PolicyCondition);

    public override int GetHashCode() => HashCode.Combine(Operator, Values.Length);

    public override string ToString() => $"{Operator} {Key} {string.Join(", ", Values)}";

    // Every request passes, or every one without the key does, which whoever comes from outside has not.
    private bool KeepsNobodyOut =>
        Values.IsEmpty
        || (_operator.IsMembership && (_operator.IsNegated || _operator.IsIfExists || !IsOfSomeValue))
        || (_operator.IsPattern && Values.Any(value => value.Length > 0 && value.All(letter => letter == '*')));

    // A quantifier that is not known is taken for the one that absent keys pass.
    private bool IsOfSomeValue =>
        _operator.Quantifier.Length == 0
        || string.Equals(_operator.Quantifier, "ForAnyValue", StringComparison.OrdinalIgnoreCase);

    // Holds only for requests that have the key, and not for all that have none.
    private bool IsAsked =>
        !_operator.IsNegated
        && !_operator.IsIfExists
        && IsOfSomeValue
        && (
            _operator.IsMembership
            || (_operator.Base == "Bool" && ConditionKeys.IsOfServices(Key) && Values is ["true"])
        );

    private bool IsExclusion => _operator is { IsNegated: true, IsMembership: true, Quantifier: "" or "ForAllValues" };

    private static bool AreComparable(ConditionOperator one, ConditionOperator other) =>
        one.IsMembership
        && (
            one.Base == other.Base || (one.IsPattern && other.IsPattern) || (AreTexts(one.Base) && AreTexts(other.Base))
        );

    private static bool AreTexts(string name) => name is "StringEquals" or "StringLike";

    // Whether each of the one side's values is matched by some of the other's.
    private static bool Takes(
        ConditionOperator by,
        ImmutableArray<string> takers,
        ConditionOperator of,
        ImmutableArray<string> values
    ) =>
        by.Base == "IpAddress" && AddressesOf(values) is { } few && AddressesOf(takers) is { } many
            ? few.IsSubsetOf(many)
            : values.All(value =>
                takers.Any(taker =>
                    by.IsPattern ? Wildcard.Covers(taker, value) : taker == value && !(of.IsPattern && IsPattern(value))
                )
            );

    private static bool IsPattern(string value) => value.AsSpan().IndexOfAny('*', '?') >= 0;

    private static AddressSet? AddressesOf(ImmutableArray<string> values)
    {
        var cidrs = values.Select(value =>
            Cidr.Parse(value.Contains('/', StringComparison.Ordinal) ? value : value + Whole(value))
        );
        return cidrs.All(cidr => cidr.IsSuccess) ? AddressSet.Of(cidrs.Select(cidr => cidr.Value)) : null;
    }

    private static string Whole(string address) => address.Contains(':', StringComparison.Ordinal) ? "/128" : "/32";
}
