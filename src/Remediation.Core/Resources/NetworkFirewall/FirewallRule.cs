using System.Collections.Immutable;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// One rule of a rule group, stateful or stateless, however it was written.
/// </summary>
public sealed record FirewallRule
{
    /// <summary>What names it in its group: <c>sid 5</c>, <c>priority 10</c>; its place where it has no name.</summary>
    public required string Label { get; init; }

    internal static string LabelOfSid(string sid) => $"sid {sid}";

    internal static string LabelOfPriority(string priority) => $"priority {priority}";

    public required FirewallAction Action { get; init; }

    public required FirewallTraffic Traffic { get; init; }

    /// <summary>What it asks of a packet beside its header, such as a host name; it matches only where all hold. Sorted.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <summary>
    /// All that it asks beside its header, in the order written: the conditions, and of which side or state of a flow the packet has
    /// to be. An option can refer to the one before it, so that another order is another question.
    /// </summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>What it writes down of a flow or a host for other rules to ask after, in the order written.</summary>
    public ImmutableArray<string> Marks { get; init; } = [];

    /// <summary>What it says, beside acting, of what it matches, such as a metric; or that it is not to tell. Sorted.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>The description in it, or empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whether it keeps out what it matches.</summary>
    public bool IsBlocking => Action is FirewallAction.Drop or FirewallAction.Reject;

    /// <summary>Whether the header alone decides.</summary>
    public bool IsUnconditional => Conditions.IsEmpty;

    /// <summary>As people read it: <c>pass tcp/80 from anywhere to 10.0.1.0/24</c>.</summary>
    public override string ToString() =>
        $"{Action.ToString().ToLowerInvariant()} {Traffic}"
        + (Conditions.IsEmpty ? "" : $" where {string.Join("; ", Conditions.Take(3))}");
}
