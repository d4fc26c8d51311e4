using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>Rules in the words of people, those of one peer and description together.</summary>
internal static class RuleText
{
    public static string Word(Direction direction) => direction == Direction.Ingress ? "ingress" : "egress";

    /// <summary>As in <c>tcp/20-21, tcp/23-25 from 0.0.0.0/0 "oops"</c>; groups are parted by semicolons.</summary>
    public static string Describe(IEnumerable<SecurityGroupRule> rules) =>
        string.Join("; ", rules.GroupBy(rule => (rule.Direction, rule.Peer, rule.Description)).Select(Describe));

    private static string Describe(IGrouping<(Direction, Peer, string?), SecurityGroupRule> alike)
    {
        var (direction, peer, description) = alike.Key;
        var services = string.Join(", ", alike.Select(rule => rule.Service));
        var preposition = direction == Direction.Ingress ? "from" : "to";
        var words = description is null ? "" : $" \"{description}\"";
        return $"{services} {preposition} {peer}{words}";
    }
}
