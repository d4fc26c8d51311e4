using System.Collections.Immutable;
using Remediation.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>Turns the SDK's tags into tags in the order of their keys.</summary>
internal static class TagMapping
{
    public static ImmutableArray<Tag> ToTags(List<Sdk.Tag>? tags) =>
        tags is null
            ? []
            :
            [
                .. tags.Select(tag => new Tag(tag.Key, tag.Value ?? ""))
                    .OrderBy(tag => tag.Key, StringComparer.Ordinal),
            ];
}
