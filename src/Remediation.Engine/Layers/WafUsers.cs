using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Engine.Layers;

/// <summary>The rules of all web ACLs and rule groups of a scope, which tell what a set is used for; or why they are not known.</summary>
internal sealed record WafUsers
{
    private readonly ImmutableArray<(string Arn, ImmutableArray<WafRule> Rules)> _users = [];
    private readonly string? _unknown;

    private WafUsers(ImmutableArray<(string Arn, ImmutableArray<WafRule> Rules)> users, string? unknown) =>
        (_users, _unknown) = (users, unknown);

    /// <summary>For types that are no sets.</summary>
    public static WafUsers None { get; } = new([], "they were not asked for");

    /// <summary>The answer that was none, or null.</summary>
    public DocumentAnswer? Failure { get; private init; }

    public static WafUsers Of(IEnumerable<(string Arn, ImmutableArray<WafRule> Rules)> users) => new([.. users], null);

    public static WafUsers Unknown(string reason) => new([], reason);

    public static WafUsers Failed(DocumentAnswer answer) =>
        new([], $"the rules that can use it could not be read: {answer.Error}") { Failure = answer };

    /// <summary>The uses of a set.</summary>
    public Fact<IReadOnlyList<WafUse>> Of(string set) =>
        _unknown is not null
            ? Fact<IReadOnlyList<WafUse>>.Unknown(_unknown)
            : Fact<IReadOnlyList<WafUse>>.Known([.. _users.SelectMany(user => WafUse.Of(set, user.Arn, user.Rules))]);
}
