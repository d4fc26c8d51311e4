using Remediation.Core.Resources;

namespace Remediation.Core.Policies.Learning;

/// <summary>What makes a security group one of a tier: a tag that names layers, else its name, else its id.</summary>
/// <param name="Tag">The tag's key, or null.</param>
/// <param name="Value">The tag's value, the name or the id.</param>
/// <param name="IsId">Whether the value is an id.</param>
internal sealed record TierKey(string? Tag, string Value, bool IsId)
{
    private static readonly string[] LayerTags = ["Layer", "layer", "Tier", "tier"];

    public static TierKey Of(ResourceState group)
    {
        foreach (var key in LayerTags)
        {
            if (group.Tags.FirstOrDefault(tag => tag.Key == key)?.Value is { } value && IsUsable(value))
            {
                return new(key, value, IsId: false);
            }
        }
        return IsUsable(group.Name) ? new(null, group.Name, IsId: false) : new(null, group.Id.Id, IsId: true);
    }

    /// <summary>The key of one group of which no more than its id is known.</summary>
    public static TierKey OfId(string id) => new(null, id, IsId: true);

    /// <summary>Whether it is an id as EC2 gives, not one that stands for it in a template.</summary>
    public bool IsDeployed => !IsId || Value.StartsWith("sg-", StringComparison.Ordinal);

    /// <summary>How a policy tells the groups.</summary>
    public override string ToString() =>
        Tag is not null ? $"{{ tags: {{ {PolicyWriting.Quoted(Tag)}: {PolicyWriting.Quoted(Value)} }} }}"
        : IsId ? $"{{ ids: [{PolicyWriting.Quoted(Value)}] }}"
        : $"{{ names: [{PolicyWriting.Quoted(Value)}] }}";

    // A star would stand for any characters.
    internal static bool IsUsable(string text) =>
        !string.IsNullOrWhiteSpace(text)
        && !text.Contains('*', StringComparison.Ordinal)
        && text.EnumerateRunes().All(rune => rune.Value != 0xFFFD && !System.Text.Rune.IsControl(rune));
}
