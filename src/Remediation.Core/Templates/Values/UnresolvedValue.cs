using System.Collections.Immutable;

namespace Remediation.Core.Templates.Values;

/// <summary>What the template alone does not tell.</summary>
/// <param name="reason">Why, for people: <c>parameter VpcCidr has no default</c>.</param>
/// <param name="symbol">What stands for it where any name will do, such as the parameter's name.</param>
/// <param name="line">The line on which it is written.</param>
public sealed class UnresolvedValue(string reason, string symbol, int line) : TemplateValue(line)
{
    public string Reason { get; } = reason;

    public override string Symbol { get; } = symbol;

    /// <summary>Where only a condition is not known: everything that it can be, what is left out aside; else empty.</summary>
    public ImmutableArray<TemplateValue> Alternatives { get; init; } = [];

    /// <summary>Whether one of them is that it is left out.</summary>
    public bool MayBeAbsent { get; init; }
}
