using System.Collections.Immutable;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads what may talk to what, and holds the names against the tiers.</summary>
internal sealed class FlowReader(ValueReader values, ImmutableSortedDictionary<string, Tier> tiers)
{
    private readonly ServiceReader _services = new(values);

    public ImmutableArray<Flow> Read(YamlNode? node) => [.. values.Items(node).Select(One).OfType<Flow>()];

    private Flow? One(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.Flow) is not { } fields)
        {
            return null;
        }
        var flow = new Flow(Names(fields["from"]), Names(fields["to"]), _services.Some(fields["allow"]));
        if (flow.From.Any(IsInternet) && flow.To.Any(IsInternet))
        {
            values.Problems.Error(node, "from the internet to the internet", "One side has to be a tier");
        }
        return flow;
    }

    private ImmutableArray<string> Names(YamlNode? node) => [.. values.Some(node).Select(Name).OfType<string>()];

    private string? Name(YamlNode node)
    {
        var text = values.Text(node);
        if (text is null || IsInternet(text) || tiers.ContainsKey(text))
        {
            return text;
        }
        values.Problems.Error(
            node,
            $"no such tier as '{Excerpt.Of(text)}'",
            NearestName.Hint(text, [.. tiers.Keys, Flow.Internet])
        );
        return null;
    }

    private static bool IsInternet(string name) => name == Flow.Internet;
}
