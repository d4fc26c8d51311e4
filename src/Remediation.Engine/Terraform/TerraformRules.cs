using System.Text.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Terraform;

/// <summary>
/// The rules that a plan or state gives to security groups, as the elements of DescribeSecurityGroupRules that they are or will be.
/// Terraform takes AWS's default egress rule away from a group that it makes, so that there is none but what is written.
/// </summary>
internal sealed class TerraformRules(TerraformReferences references)
{
    private readonly Dictionary<string, List<ReadRule>> _byGroup = new(StringComparer.Ordinal);
    private readonly List<string> _left = [];

    /// <summary>The rules of which it is not known to which group they belong, in words.</summary>
    public IEnumerable<string> Left => _left;

    public IReadOnlyCollection<ReadRule> Of(string groupId) => _byGroup.GetValueOrDefault(groupId) ?? [];

    /// <summary>Adds the rules that are written within a group.</summary>
    public void AddInline(TerraformResource group)
    {
        AddInline(group, "ingress", isEgress: false);
        AddInline(group, "egress", isEgress: true);
    }

    /// <summary>Adds an <c>aws_security_group_rule</c>, which has lists of peers.</summary>
    public void AddListed(TerraformResource rule)
    {
        var expressions = rule.Module.ExpressionsOf(rule.Type, rule.Name);
        if (OwnersOf(rule, expressions) is { } owners && rule.Text("type") is { } type)
        {
            var named = Named(rule.Values, "source_security_group_id", expressions, rule.Module);
            owners.ForEach(owner => Add(new(owner, rule.Address, type == "egress", rule.Values, "protocol"), named));
        }
    }

    /// <summary>Adds an <c>aws_vpc_security_group_ingress_rule</c> or <c>_egress_rule</c>, which has one peer.</summary>
    public void AddSingle(TerraformResource rule, bool isEgress)
    {
        var expressions = rule.Module.ExpressionsOf(rule.Type, rule.Name);
        if (OwnersOf(rule, expressions) is { } owners)
        {
            var named = Named(rule.Values, "referenced_security_group_id", expressions, rule.Module);
            owners.ForEach(owner => Add(new(owner, rule.Address, isEgress, rule.Values, "ip_protocol"), named));
        }
    }

    private void AddInline(TerraformResource group, string list, bool isEgress)
    {
        var blocks = TerraformJson.Items(group.Module.ExpressionsOf(group.Type, group.Name), list).ToList();
        var values = JsonMembers.Member(group.Values, list);
        if (values.ValueKind != JsonValueKind.Array)
        {
            blocks.ForEach(_ =>
                Unreadable(group.Id, $"{list} of {group.Address}: what it lets through is known when it is applied")
            );
            return;
        }
        foreach (var (item, i) in values.EnumerateArray().Select((item, i) => (item, i)))
        {
            var named = TerraformJson.Texts(item, "security_groups");
            var ofBlocks = named ?? OfBlocks(blocks.Where(block => IsOf(item, block)).ToList(), group.Module);
            Add(new(group.Id, $"{group.Address}.{list}[{i}]", isEgress, item, "protocol"), ofBlocks);
        }
    }

    // Terraform sorts the blocks; ports and protocol tell which is which where they are written as they are.
    private static bool IsOf(JsonElement item, JsonElement block) =>
        ((string[])["from_port", "to_port", "protocol"]).All(name =>
            TerraformJson.Number(JsonMembers.Member(block, name), "constant_value") is not { } written
            || written == TerraformJson.Number(item, name)
        );

    private List<string>? OfBlocks(List<JsonElement> blocks, TerraformModule module)
    {
        var named = blocks
            .Select(block => JsonMembers.Member(block, "security_groups"))
            .Where(expression => expression.ValueKind == JsonValueKind.Object)
            .Select(expression => references.GroupsOf(expression, module))
            .ToList();
        return named.Count == 0 || named.Exists(groups => groups is null)
            ? null
            : [.. named.SelectMany(groups => groups!).Distinct(StringComparer.Ordinal)];
    }

    private List<string>? OwnersOf(TerraformResource rule, JsonElement expressions)
    {
        const string Owner = "security_group_id";
        if (Named(rule.Values, Owner, expressions, rule.Module) is { Count: > 0 } owners)
        {
            return [.. owners];
        }
        _left.Add($"{rule.Address}: to which group it belongs is not known, and it is left aside");
        return null;
    }

    // Empty where the attribute is not used; null where it is, and what it names is not known.
    private IReadOnlyCollection<string>? Named(
        JsonElement values,
        string attribute,
        JsonElement expressions,
        TerraformModule module
    ) =>
        JsonMembers.Text(values, attribute) is { Length: > 0 } id ? [id]
        : JsonMembers.Member(expressions, attribute) is { ValueKind: JsonValueKind.Object } expression
        && JsonMembers.Member(expression, "constant_value").ValueKind == JsonValueKind.Undefined
            ? references.GroupsOf(expression, module)
        : [];

    private void Add(TerraformRule rule, IReadOnlyCollection<string>? named)
    {
        var peers = rule.Peers(named);
        foreach (var (member, text) in peers)
        {
            var element = AwsDocument.Build(writer => rule.Write(writer, member, text));
            AddTo(rule.GroupId, SecurityGroupParser.ParseRule(element.Root).Value);
        }
        if (rule.WhyIncomplete(named, peers.Count) is { } reason)
        {
            Unreadable(rule.GroupId, $"{rule.Place}: {reason}");
        }
    }

    private void Unreadable(string groupId, string reason) =>
        AddTo(groupId, new ReadRule(groupId, null) { Unreadable = reason });

    private void AddTo(string groupId, ReadRule rule)
    {
        if (!_byGroup.TryGetValue(groupId, out var rules))
        {
            _byGroup[groupId] = rules = [];
        }
        rules.Add(rule);
    }
}
