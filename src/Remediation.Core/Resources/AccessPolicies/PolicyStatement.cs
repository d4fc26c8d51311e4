using System.Collections.Immutable;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>One statement of a policy: who may or may not do what on what, and under which conditions. All conditions have to hold.</summary>
public sealed record PolicyStatement
{
    /// <summary>The Sid, or null.</summary>
    public string? Sid { get; init; }

    /// <summary>Whether it allows; else it denies.</summary>
    public required bool IsAllow { get; init; }

    public required PolicyPatterns Principals { get; init; }

    public required PolicyPatterns Actions { get; init; }

    public required PolicyPatterns Resources { get; init; }

    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether anybody at all is meant, were it not for the conditions.</summary>
    public bool IsOfAnyone => Principals.IsAllBut || Principals.IsEverything || Principals.Patterns.Any(IsOfAnyAccount);

    /// <summary>Whether every request that the other statement speaks of this one does too; null where it cannot be told.</summary>
    public bool? Covers(PolicyStatement other)
    {
        if (
            !Principals.Contains(other.Principals)
            || !Actions.Contains(other.Actions)
            || !Resources.Contains(other.Resources)
        )
        {
            return false;
        }
        bool? all = true;
        foreach (var condition in Conditions)
        {
            var isImplied = IsImplied(condition, other.Conditions);
            if (isImplied == false)
            {
                return false;
            }
            all = isImplied is null ? null : all;
        }
        return all;
    }

    /// <summary>Whether some request may be spoken of by both; conditions are not heeded, so that false is always right.</summary>
    public bool MayOverlap(PolicyStatement other) =>
        Principals.MayOverlap(other.Principals)
        && Actions.MayOverlap(other.Actions)
        && Resources.MayOverlap(other.Resources);

    public bool Equals(PolicyStatement? other) =>
        other is not null
        && Sid == other.Sid
        && IsAllow == other.IsAllow
        && Principals.Equals(other.Principals)
        && Actions.Equals(other.Actions)
        && Resources.Equals(other.Resources)
        && Conditions.SequenceEqual(other.Conditions);

    public override int GetHashCode() => HashCode.Combine(IsAllow, Principals, Actions, Resources, Conditions.Length);

    /// <summary>As people read it: <c>allow any principal s3:GetObject on arn:aws:s3:::bucket/*</c>.</summary>
    public override string ToString()
    {
        var text = $"{(IsAllow ? "allow" : "deny")} {Principals} {Actions} on {Resources}";
        return Conditions.IsEmpty ? text : $"{text} if {string.Join(" and ", Conditions)}";
    }

    // AWS:arn:aws:iam::*:role/App names nobody's account.
    private static bool IsOfAnyAccount(string principal) =>
        principal.Split(':') switch
        {
            ["AWS", "arn", _, _, _, var account, ..] => account.Contains('*', StringComparison.Ordinal),
            ["AWS", .. var rest] => rest.Any(part => part.Contains('*', StringComparison.Ordinal)),
            [_, .. var rest] => rest is ["*"],
            _ => false,
        };

    private static bool? IsImplied(PolicyCondition condition, ImmutableArray<PolicyCondition> by)
    {
        bool? implied = false;
        foreach (var other in by)
        {
            switch (other.Implies(condition))
            {
                case true:
                    return true;
                case null:
                    implied = null;
                    break;
                default:
                    break;
            }
        }
        return implied;
    }
}
