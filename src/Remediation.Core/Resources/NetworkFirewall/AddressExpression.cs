using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>The addresses of a rule: blocks, ranges, variables, and references to sets that other resources hold (<c>@NAME</c>).</summary>
internal sealed class AddressExpression : ListExpression<FirewallAddresses>
{
    private readonly FirewallVariables _variables;
    private readonly int _depth;

    private AddressExpression(FirewallVariables variables, int depth)
    {
        _variables = variables;
        _depth = depth;
    }

    public static FirewallAddresses? Read(string text, FirewallVariables variables, int depth = 0) =>
        new AddressExpression(variables, depth).Evaluate(text);

    protected override FirewallAddresses Everything => FirewallAddresses.Any;

    protected override FirewallAddresses Nothing => FirewallAddresses.Nothing;

    protected override FirewallAddresses Union(FirewallAddresses one, FirewallAddresses other) => one.Union(other);

    protected override FirewallAddresses Except(FirewallAddresses one, FirewallAddresses other) => one.Except(other);

    protected override FirewallAddresses? Single(string text)
    {
        if (text[0] is '$' or '@')
        {
            return text.Length == 1 ? null
                : text[0] == '$' ? _variables.Addresses(text[1..], _depth)
                : new(AddressSet.Empty, [text]);
        }
        if (Cidr.TryParse(text, out var cidr))
        {
            return new(AddressSet.Of(cidr), []);
        }
        return OfRange(text);
    }

    private static FirewallAddresses? OfRange(string text)
    {
        if (
            text.Split('-') is not [var low, var high]
            || !Cidr.TryParse(low, out var first)
            || !Cidr.TryParse(high, out var last)
            || first.Family != last.Family
            || first.First > last.Last
        )
        {
            return null;
        }
        return first.Family == IpFamily.IPv4
            ? new(
                AddressSet.Of(IntervalSet<uint>.Of((uint)first.First, (uint)last.Last), IntervalSet<UInt128>.Empty),
                []
            )
            : new(AddressSet.Of(IntervalSet<uint>.Empty, IntervalSet<UInt128>.Of(first.First, last.Last)), []);
    }
}
