using System.Globalization;
using System.Text;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Learning;

/// <summary>
/// Writes the policy document under which the security groups that there are, and what a firewall passes, break no flow, for a person to strike from it what
/// ought not to be. It judges nothing: what is open now is allowed in it, and what is worth a second look has a comment. The
/// same groups and rules give the same text.
/// </summary>
public static class PolicyLearner
{
    /// <summary>What begins a comment that asks for a decision.</summary>
    public const string Mark = "# !";

    private static readonly ServiceSet Administration = ServiceSet.Tcp(22, 3389);

    /// <param name="groups">The groups to learn from.</param>
    /// <param name="subnets">The subnets, where they are known; those that carry the tag of a tier are its.</param>
    /// <param name="firewallGroups">The rule groups of firewalls to learn from.</param>
    /// <param name="source">Where they are from, for the first line.</param>
    public static string Learn(
        IReadOnlyList<SecurityGroup> groups,
        IReadOnlyList<Subnet> subnets,
        IReadOnlyList<FirewallRuleGroup> firewallGroups,
        string source
    )
    {
        var ordered = groups.OrderBy(group => group.Id.Id, StringComparer.Ordinal).ToList();
        var passed = firewallGroups
            .OrderBy(group => group.Id.Id, StringComparer.Ordinal)
            .Select(PassedFlows.Of)
            .ToList();
        var tiers = LearnedTiers.Of(ordered, subnets, passed.SelectMany(group => group.Networks));
        var flows = new LearnedFlows(tiers);
        ordered.ForEach(flows.Add);
        passed.ForEach(flows.Add);
        var text = new StringBuilder();
        WriteHead(text, Sources(groups.Count, passed.Count), source);
        WriteTiers(text, tiers);
        WriteFlows(text, flows);
        return text.ToString();
    }

    private static string Sources(int groups, int firewallGroups) =>
        string.Join(
            " and ",
            ((string[])[Counted(groups, "security group"), Counted(firewallGroups, "firewall rule group")]).Where(
                text => text.Length > 0
            )
        );

    private static string Counted(int count, string what) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static void WriteHead(StringBuilder text, string learned, string source) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # Learned from {learned} of {PolicyWriting.Comment(source)}: what is there, not what ought to be.
            #
            # Read every flow and strike those that nobody means; sg-flow-not-allowed then tells the rules that open them. A line that
            # begins with "{Mark}" asks for a decision. Give tiers better names, put together those that are one, and tag their subnets.
            version: 1

            # Nothing is changed until this says enforce. Findings and plans are reported all the same.
            mode: observe

            checks:
              sg-flow-not-allowed: {Braces("respond: ticket")}
              nacl-flow-not-allowed: {Braces("respond: observe")}

            """
        );

    private static void WriteTiers(StringBuilder text, LearnedTiers tiers)
    {
        if (tiers.All.IsEmpty)
        {
            return;
        }
        text.Append(
            "\n# Who is who: by the tag that names layers where there is one, else each group by itself.\ntiers:\n"
        );
        foreach (var tier in tiers.All.Where(tier => tier.Block is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"  # what rules of a firewall name\n  {Key(tier.Name)}:\n");
            text.Append(CultureInfo.InvariantCulture, $"    cidrs: [{PolicyWriting.Quoted($"{tier.Block}")}]\n");
        }
        foreach (var tier in tiers.All.Where(tier => tier.Block is null))
        {
            var names = string.Join(", ", tier.Groups.Distinct(StringComparer.Ordinal));
            foreach (var concern in Concerns(tier))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Mark} {concern}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"  # {PolicyWriting.Comment(names)}\n  {Key(tier.Name)}:\n");
            text.Append(CultureInfo.InvariantCulture, $"    securityGroups: {tier.Key}\n");
            if (tiers.HasSubnets(tier))
            {
                text.Append(CultureInfo.InvariantCulture, $"    subnets: {tier.Key}\n");
            }
        }
    }

    private static void WriteFlows(StringBuilder text, LearnedFlows flows)
    {
        text.Append("\n# What may talk to what, as the rules of either side open it.\n");
        text.Append(
            flows.All.Any()
                ? "flows:\n"
                : $"{Mark} No rule opens anything, so there is nothing to hold rules against yet.\n"
        );
        foreach (var ((from, to), services) in flows.All)
        {
            foreach (var concern in Concerns(from, to, services))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Mark} {concern}\n");
            }
            var (source, target) = (Value(from), Value(to));
            var allow = PolicyWriting.List(services);
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - {Braces($"from: {source}, to: {target}, allow: {allow}")}\n"
            );
        }
        foreach (var open in flows.Open)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Mark} {PolicyWriting.Comment(open)}\n");
        }
    }

    private static IEnumerable<string> Concerns(LearnedTier tier)
    {
        if (tier.IsElsewhere)
        {
            yield return "Rules name this group, and it is not among those learned from: of another account or stack, or deleted.";
        }
        if (tier.Key is { IsDeployed: false })
        {
            yield return "Its id is known once it is deployed; write that here, or tell it by a name or a tag.";
        }
    }

    private static IEnumerable<string> Concerns(string from, string to, ServiceSet services)
    {
        if (from == FlowEnd.Internet && services.IsAll)
        {
            yield return "The internet may come in by every port.";
        }
        else if (from == FlowEnd.Internet && services.Overlaps(Administration))
        {
            yield return "The internet may reach an administration port.";
        }
        if (to == FlowEnd.Internet && services.IsAll)
        {
            yield return "Everything may leave for anywhere, as a new group allows until somebody says otherwise.";
        }
        if (from == to)
        {
            yield return "Members of one tier may talk to each other.";
        }
    }

    // YAML takes some names for numbers or for true and false.
    private static string Key(string name) => PolicyWriting.Quoted(name);

    private static string Value(string end) =>
        end[0] == '"' || end is FlowEnd.Internet ? end : PolicyWriting.Quoted(end);

    private static string Braces(string inner) => $"{{ {inner} }}";
}
