using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// Reads stateful rules, written as Suricata rules or as AWS's 5-tuples. What it cannot understand it names, and leaves nothing out
/// silently.
/// </summary>
internal sealed class StatefulRuleReader(FirewallVariables variables)
{
    // Options that neither narrow what a rule matches nor what it tells.
    private static readonly ImmutableHashSet<string> Plain = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "sid",
        "gid",
        "rev",
        "msg",
        "reference",
        "classtype",
        "metadata",
        "priority",
        "target",
        "tag"
    );

    // Options about how often, or whether, a match is told of.
    private static readonly ImmutableHashSet<string> Telling = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "noalert",
        "threshold",
        "detection_filter"
    );

    private static readonly ImmutableHashSet<string> PlainFlow = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "to_server",
        "to_client",
        "from_client",
        "from_server",
        "established"
    );

    private readonly ImmutableArray<FirewallRule>.Builder _rules = ImmutableArray.CreateBuilder<FirewallRule>();
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<FirewallRule> Rules => _rules.ToImmutable();

    public ImmutableArray<string> Faults => _faults.ToImmutable();

    /// <summary>Reads the rules of a member named RulesString.</summary>
    public void ReadText(string rules)
    {
        foreach (var (line, text) in SuricataLine.Split(rules))
        {
            if (!SuricataLine.Read(text).TryGet(out var rule, out var fault))
            {
                _faults.Add($"the rule in line {line} cannot be understood: {fault}");
                continue;
            }
            Add(rule.Header, rule.Options, $"the rule in line {line}");
        }
    }

    /// <summary>Reads the rules of a member named StatefulRules.</summary>
    public void ReadTuples(JsonElement rules)
    {
        var place = 0;
        foreach (var rule in FirewallJson.Items(rules))
        {
            place++;
            var header = FirewallJson.Member(rule, "Header");
            string?[] words =
            [
                FirewallJson.Text(rule, "Action"),
                FirewallJson.Text(header, "Protocol"),
                FirewallJson.Text(header, "Source"),
                FirewallJson.Text(header, "SourcePort"),
                FirewallJson.Text(header, "Direction") switch
                {
                    "FORWARD" => "->",
                    "ANY" => "<>",
                    var other => other,
                },
                FirewallJson.Text(header, "Destination"),
                FirewallJson.Text(header, "DestinationPort"),
            ];
            if (Array.Exists(words, word => word is null))
            {
                _faults.Add($"stateful rule {place} lacks its action or a part of its header");
                continue;
            }
            Add([.. words.OfType<string>()], [.. Options(rule)], $"stateful rule {place}");
        }
    }

    private static IEnumerable<SuricataOption> Options(JsonElement rule)
    {
        foreach (var option in FirewallJson.Items(rule, "RuleOptions"))
        {
            var keyword = FirewallJson.Text(option, "Keyword") ?? "";
            var settings = FirewallJson.Texts(option, "Settings");
            var colon = keyword.IndexOf(':', StringComparison.Ordinal);
            yield return colon >= 0 ? new(keyword[..colon].Trim().ToLowerInvariant(), keyword[(colon + 1)..])
            : settings.IsEmpty ? new(keyword.Trim().ToLowerInvariant(), null)
            : new(keyword.Trim().ToLowerInvariant(), string.Join(", ", settings));
        }
    }

    private void Add(ImmutableArray<string> header, ImmutableArray<SuricataOption> options, string place)
    {
        if (ActionOf(header[0]) is not { } action)
        {
            _faults.Add($"{place} has the action {header[0]}, which is not known");
            return;
        }
        if (!Traffic(header, place, out var traffic))
        {
            return;
        }
        var sid = options.FirstOrDefault(option => option.Keyword == "sid").Text;
        _rules.Add(
            new()
            {
                Label = sid is { Length: > 0 } ? FirewallRule.LabelOfSid(sid) : place,
                Action = action,
                Traffic = traffic!,
                Conditions = Written(options, IsCondition),
                Asked = [.. options.Where(IsAsked).Select(Asked)],
                Marks = [.. options.Where(IsMark).Select(option => option.ToString())],
                Notices = Written(options, IsTelling),
                Message = options.FirstOrDefault(option => option.Keyword == "msg").Text ?? "",
            }
        );
    }

    private bool Traffic(ImmutableArray<string> header, string place, out FirewallTraffic? traffic)
    {
        traffic = null;
        var protocol = header[1].ToLowerInvariant();
        var (sources, destinations) = (Addresses(header[2]), Addresses(header[5]));
        var (sourcePorts, destinationPorts) = (Ports(header[3]), Ports(header[6]));
        var fault =
            !FirewallProtocols.IsKnown(protocol) ? $"the protocol {header[1]}, which is not known"
            : sources is null ? $"the source {header[2]}, which cannot be understood"
            : sourcePorts is null ? $"the source port {header[3]}, which cannot be understood"
            : header[4] is not ("->" or "<>") ? $"the direction {header[4]}, which is not known"
            : destinations is null ? $"the destination {header[5]}, which cannot be understood"
            : destinationPorts is null ? $"the destination port {header[6]}, which cannot be understood"
            : null;
        if (fault is not null)
        {
            _faults.Add($"{place} has {fault}");
            return false;
        }
        traffic = new()
        {
            Protocol = protocol,
            Sources = sources!,
            SourcePorts = sourcePorts!,
            Destinations = destinations!,
            DestinationPorts = destinationPorts!,
            IsBothWays = header[4] == "<>",
        };
        return true;
    }

    private FirewallAddresses? Addresses(string text) => AddressExpression.Read(text, variables);

    private FirewallPorts? Ports(string text) => PortExpression.Read(text, variables);

    private static ImmutableArray<string> Written(
        ImmutableArray<SuricataOption> options,
        Func<SuricataOption, bool> belongs
    ) => [.. options.Where(belongs).Select(option => option.ToString()).Order(StringComparer.Ordinal)];

    private static bool IsTelling(SuricataOption option) =>
        Telling.Contains(option.Keyword) || (option.Keyword == "flowbits" && option.Text == "noalert");

    private static bool IsCondition(SuricataOption option) =>
        !Plain.Contains(option.Keyword)
        && !IsTelling(option)
        && !(option.Keyword == "flow" && Words(option).All(PlainFlow.Contains))
        && !IsMark(option);

    private static bool IsMark(SuricataOption option) =>
        option.Keyword is "flowbits" or "xbits" && Words(option).First() is "set" or "unset" or "toggle";

    private static bool IsAsked(SuricataOption option) => IsCondition(option) || option.Keyword == "flow";

    // The words of a flow stand in any order, and the sides have two names each.
    private static string Asked(SuricataOption option) =>
        option.Keyword != "flow"
            ? option.ToString()
            : "flow:"
                + string.Join(
                    ',',
                    Words(option)
                        .Select(word =>
                            word switch
                            {
                                "from_client" => "to_server",
                                "from_server" => "to_client",
                                _ => word,
                            }
                        )
                        .Order(StringComparer.Ordinal)
                );

    private static IEnumerable<string> Words(SuricataOption option) =>
        option.Text.Split(',').Select(word => word.Trim());

    private static FirewallAction? ActionOf(string text) =>
        text.ToLowerInvariant() switch
        {
            "pass" => FirewallAction.Pass,
            "alert" => FirewallAction.Alert,
            "drop" => FirewallAction.Drop,
            "reject" or "rejectsrc" or "rejectdst" or "rejectboth" => FirewallAction.Reject,
            _ => null,
        };
}
