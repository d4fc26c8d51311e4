using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Remediation.Core.Resources;

/// <summary>
/// The tags by which a service marks as its own what it made. All begin with <c>aws:</c>, which nobody but AWS can set or remove
/// (https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html). Tags that anybody can set say nothing of an owner, nor
/// do those that tell who deployed a resource, such as <c>aws:cloudformation:stack-name</c>.
/// </summary>
internal static class ReservedTags
{
    private static readonly FrozenDictionary<string, string> Owners = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        // https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
        ["aws:eks:cluster-name"] = "Amazon EKS",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The service that the tags name as the owner, or null.</summary>
    public static string? OwnerIn(ImmutableArray<Tag> tags)
    {
        foreach (var tag in tags)
        {
            if (Owners.TryGetValue(tag.Key, out var owner))
            {
                return owner;
            }
        }
        return null;
    }
}
