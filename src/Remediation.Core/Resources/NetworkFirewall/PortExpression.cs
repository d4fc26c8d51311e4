using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>The ports of a rule: one, a range (<c>1:1024</c>, <c>1024:</c>, <c>:1024</c>), and variables.</summary>
internal sealed class PortExpression : ListExpression<FirewallPorts>
{
    private readonly FirewallVariables _variables;
    private readonly int _depth;

    private PortExpression(FirewallVariables variables, int depth)
    {
        _variables = variables;
        _depth = depth;
    }

    public static FirewallPorts? Read(string text, FirewallVariables variables, int depth = 0) =>
        new PortExpression(variables, depth).Evaluate(text);

    protected override FirewallPorts Everything => FirewallPorts.Any;

    protected override FirewallPorts Nothing => FirewallPorts.Nothing;

    protected override FirewallPorts Union(FirewallPorts one, FirewallPorts other) => one.Union(other);

    protected override FirewallPorts Except(FirewallPorts one, FirewallPorts other) => one.Except(other);

    protected override FirewallPorts? Single(string text)
    {
        if (text[0] == '$')
        {
            return text.Length == 1 ? null : _variables.Ports(text[1..], _depth);
        }
        return text.Split(':') switch
        {
            [var port] => Range(port, port),
            [var first, var last] when first.Length + last.Length > 0 => Range(
                first.Length == 0 ? "0" : first,
                last.Length == 0 ? "65535" : last
            ),
            _ => null,
        };
    }

    private static FirewallPorts? Range(string first, string last) =>
        Digits.TryParse(first.Trim(), ushort.MaxValue, out var low)
        && Digits.TryParse(last.Trim(), ushort.MaxValue, out var high)
        && low <= high
            ? new(PortSet.Of(low, high), [])
            : null;
}
