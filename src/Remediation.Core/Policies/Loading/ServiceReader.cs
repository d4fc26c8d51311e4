using Remediation.Core.Checks;
using Remediation.Core.Policies.Yaml;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads lists of services such as <c>[tcp/443, 22]</c>.</summary>
internal sealed class ServiceReader(ValueReader values)
{
    /// <summary>At least one service.</summary>
    public ServiceSet Some(YamlNode? node) => Union(values.Some(node, "Name at least one service, such as tcp/443"));

    /// <summary>Any number of services: to some checks an empty list says that no service is allowed.</summary>
    public ParameterValue Parameter(YamlNode node)
    {
        var items = values.OneOrMany(node);
        return ParameterValue.Of(Union(items), string.Join(", ", items.OfType<YamlScalar>().Select(item => item.Text)));
    }

    private ServiceSet Union(IReadOnlyList<YamlNode> items)
    {
        var all = ServiceSet.Empty;
        foreach (var item in items)
        {
            all = all.Union(One(item));
        }
        return all;
    }

    // A bare port is a number to YAML, which is as good as text here.
    private ServiceSet One(YamlNode item)
    {
        var text = item is YamlScalar { IsNumber: true } number ? number.Text : values.Text(item);
        if (text is null)
        {
            return ServiceSet.Empty;
        }
        if (ServiceSyntax.Parse(text).TryGet(out var services, out var error))
        {
            return services;
        }
        values.Problems.Error(item, Excerpt.Sentence(error));
        return ServiceSet.Empty;
    }
}
