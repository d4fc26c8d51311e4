using System.Collections.Immutable;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads what may talk to what, and holds the names against the tiers.</summary>
internal sealed class FlowReader(ValueReader values, ImmutableSortedDictionary<string, Tier> tiers)
{
    private readonly ServiceReader _services = new(values);
    private readonly AddressReader _addresses = new(values);

    public ImmutableArray<Flow> Read(YamlNode? node) => [.. values.Items(node).Select(One).OfType<Flow>()];

    private Flow? One(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.Flow) is not { } fields)
        {
            return null;
        }
        var (from, to) = (fields["from"], fields["to"]);
        var flow = new Flow(End(from), End(to), _services.Some(fields["allow"]));
        if (flow.From.IsInternet && flow.To.IsInternet)
        {
            values.Problems.Error(node, "from the internet to the internet", "One side has to be a tier");
        }
        else if (from is not null && to is not null && !HasTier(from) && !HasTier(to))
        {
            values.Problems.Error(node, "neither side is a tier", "A flow is judged where it meets a tier; name one");
        }
        return flow;
    }

    // A name that is misspelt was meant to be a tier.
    private bool HasTier(YamlNode node) =>
        values
            .OneOrMany(node)
            .Any(item => item is not YamlScalar scalar || !(IsAddress(scalar.Text) || IsKept(scalar.Text)));

    private FlowEnd End(YamlNode? node)
    {
        var end = new FlowEnd();
        foreach (var item in values.Some(node))
        {
            end = With(end, item);
        }
        return end;
    }

    private FlowEnd With(FlowEnd end, YamlNode node)
    {
        if (values.Text(node) is not { } text)
        {
            return end;
        }
        if (IsPrefixList(text))
        {
            return end with { PrefixLists = end.PrefixLists.Add(text) };
        }
        if (IsAddress(text))
        {
            return end with { Addresses = end.Addresses.Union(_addresses.Range(node)) };
        }
        if (IsKept(text))
        {
            return text == FlowEnd.Internet ? end with { IsInternet = true } : end with { IsTrustedSources = true };
        }
        if (!tiers.ContainsKey(text))
        {
            values.Problems.Error(
                node,
                $"no such tier as '{Excerpt.Of(text)}'",
                NearestName.Hint(text, [.. tiers.Keys, FlowEnd.Internet, FlowEnd.TrustedSources])
            );
            return end;
        }
        return end with { Tiers = end.Tiers.Add(text) };
    }

    private static bool IsKept(string text) => text is FlowEnd.Internet or FlowEnd.TrustedSources;

    private bool IsPrefixList(string text) =>
        text.StartsWith("pl-", StringComparison.Ordinal) && text.Length > 3 && !tiers.ContainsKey(text);

    // No tier's name holds a dot, a colon or a slash.
    private bool IsAddress(string text) => IsPrefixList(text) || text.AsSpan().ContainsAny('.', ':', '/');
}
