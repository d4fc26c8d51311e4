using System.Collections.Immutable;

namespace Remediation.Core.Templates.Values;

/// <summary>A list.</summary>
public sealed class ListValue(ImmutableArray<TemplateValue> items, int line) : TemplateValue(line)
{
    public ImmutableArray<TemplateValue> Items { get; } = items;

    public override string? Symbol => null;
}
