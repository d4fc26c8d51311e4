using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Documents;

/// <summary>
/// The state of a resource that is carried as AWS's own JSON, whole. Its parts are outputs of the AWS CLI, by the name that a
/// snapshot's files have (<c>wafv2.get-web-acl</c>): the output itself, or, where the operation lists many resources, the array of
/// the elements that concern this one. What a derived type says of the resource it reads from the parts.
/// </summary>
public abstract class DocumentState : ResourceState
{
    /// <summary>Members that change with every write and say nothing of the content.</summary>
    private static readonly ImmutableArray<string> Tokens = ["LockToken", "UpdateToken"];

    /// <summary>
    /// Places, each led by the part's operation, that move by themselves and say nothing of the content, such as a count of uses.
    /// </summary>
    private protected virtual ImmutableArray<DocumentPath> Volatile => [];

    /// <summary>
    /// Places, each led by the part's operation, and the value that AWS writes there where nobody gave any: with it they say the same as
    /// without.
    /// </summary>
    private protected virtual ImmutableArray<(DocumentPath Path, AwsDocument Value)> Defaults => [];

    /// <summary>The parts by operation. An operation that was asked and answered that there is none has no part.</summary>
    public required ImmutableSortedDictionary<string, AwsDocument> Parts { get; init; }

    /// <summary>The parts that could not be read, by operation, each with the reason. What they hold is unknown, not absent.</summary>
    public ImmutableSortedDictionary<string, string> UnknownParts { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The part, that there is none, or why it is unknown.</summary>
    public Fact<AwsDocument> Part(string operation) =>
        UnknownParts.TryGetValue(operation, out var reason) ? Fact<AwsDocument>.Unknown(reason)
        : Parts.TryGetValue(operation, out var part) ? Fact<AwsDocument>.Known(part)
        : Fact<AwsDocument>.Absent;

    /// <summary>This state with a part replaced, or (null) without it, and everything else as it is.</summary>
    public abstract DocumentState WithPart(string operation, AwsDocument? part);

    /// <summary>
    /// This state with these changes since an earlier one taken back, and everything else as it is now. What changes are told of, and
    /// where, <see cref="ResourceState.ChangesSince"/> says; each must have places.
    /// </summary>
    public virtual DocumentState Restored(DocumentState earlier, IReadOnlyCollection<StateChange> changes) =>
        DocumentRestoration.Restored(this, earlier, changes.SelectMany(change => change.Paths).Distinct());

    /// <summary>
    /// The fewest calls that turn this state into the desired one, in an order that is safe at every step, or why there are none.
    /// </summary>
    public abstract OrderedCalls CallsTo(DocumentState desired);

    /// <summary>What AWS would make of the call: the new state, or the error.</summary>
    public abstract Applied<ResourceState> Apply(ApiCall call);

    /// <summary>
    /// The parts without the tokens that change with every write, without what moves by itself, and without what AWS fills in where
    /// nobody said anything: what a comparison is about.
    /// </summary>
    public ImmutableSortedDictionary<string, AwsDocument> Substance =>
        Parts.ToImmutableSortedDictionary(
            part => part.Key,
            part => PassingIn(part).Aggregate(part.Value, (document, path) => document.Without(path)),
            StringComparer.Ordinal
        );

    /// <summary>Where two states of the resource differ, each path led by the operation's name as its first step.</summary>
    public ImmutableArray<DocumentDifference> DifferencesTo(DocumentState other)
    {
        var (mine, theirs) = (Substance, other.Substance);
        return
        [
            .. mine
                .Keys.Union(theirs.Keys, StringComparer.Ordinal)
                .SelectMany(operation =>
                    DocumentDifference
                        .Between(mine.GetValueOrDefault(operation), theirs.GetValueOrDefault(operation))
                        .Select(difference =>
                            difference with
                            {
                                Path = DocumentPath.Of(operation).Then(difference.Path),
                            }
                        )
                ),
        ];
    }

    private IEnumerable<DocumentPath> PassingIn(KeyValuePair<string, AwsDocument> part) =>
        Tokens
            .Select(token => DocumentPath.Of(token))
            .Concat(Volatile.Where(path => path.Steps[0].Member == part.Key).Select(path => path.Skip(1)))
            .Concat(
                Defaults
                    .Where(item => item.Path.Steps[0].Member == part.Key)
                    .Select(item => (Path: item.Path.Skip(1), item.Value))
                    .Where(item => item.Value.Equals(part.Value.At(item.Path)))
                    .Select(item => item.Path)
            );

    private protected override IEnumerable<string> Content =>
        Substance
            .Select(part => $"{part.Key} {part.Value.Canonical}")
            .Concat(UnknownParts.Select(part => $"{part.Key} is unknown: {part.Value}"));
}
