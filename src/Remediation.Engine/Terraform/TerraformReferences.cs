using System.Text.Json;
using System.Text.RegularExpressions;

namespace Remediation.Engine.Terraform;

/// <summary>
/// Finds which security groups an expression of the configuration names, through variables and outputs of modules. A plan tells no
/// id of what is still to be made, so that the expression is all there is to tell the group by.
/// </summary>
internal sealed partial class TerraformReferences
{
    private const int MostDepth = 16;

    private readonly ILookup<string, TerraformResource> _byBase;
    private readonly Dictionary<string, TerraformResource> _byAddress;
    private readonly Dictionary<string, TerraformModule> _modules;

    public TerraformReferences(IReadOnlyCollection<TerraformResource> groups, IEnumerable<TerraformModule> modules)
    {
        _byBase = groups.ToLookup(group => group.Base, StringComparer.Ordinal);
        _byAddress = groups
            .DistinctBy(group => group.Address, StringComparer.Ordinal)
            .ToDictionary(group => group.Address, StringComparer.Ordinal);
        _modules = modules
            .DistinctBy(module => module.Address, StringComparer.Ordinal)
            .ToDictionary(module => module.Address, StringComparer.Ordinal);
    }

    /// <summary>The ids of the groups that an expression names; null where some of what it names is not known.</summary>
    /// <param name="expression">An expression of the configuration's JSON.</param>
    /// <param name="module">The module that it is written in.</param>
    public IReadOnlyCollection<string>? GroupsOf(JsonElement expression, TerraformModule module) =>
        GroupsOf(expression, module, 0);

    private HashSet<string>? GroupsOf(JsonElement expression, TerraformModule module, int depth)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var names = TerraformJson.Texts(expression, "references");
        if (names is not { Count: > 0 } || depth > MostDepth)
        {
            return null;
        }
        foreach (var name in Whole(names))
        {
            if (GroupsNamed(name, module, depth) is not { Count: > 0 } some)
            {
                return null;
            }
            found.UnionWith(some);
        }
        return found;
    }

    // Beside aws_security_group.web.id the list has aws_security_group.web, which says no more.
    private static IEnumerable<string> Whole(IReadOnlyList<string> names) =>
        names.Where(name =>
            !names.Any(other =>
                other.Length > name.Length
                && other.StartsWith(name, StringComparison.Ordinal)
                && other[name.Length] is '.' or '['
            )
        );

    private HashSet<string>? GroupsNamed(string name, TerraformModule module, int depth)
    {
        if (GroupName().Match(name) is { Success: true } group)
        {
            return OfResource(module.Prefix + group.Value, module.Prefix + group.Groups["base"].Value);
        }
        if (VariableName().Match(name) is { Success: true } variable && module.Parent is { } parent)
        {
            var given = JsonMembers.Member(module.Call, "expressions");
            return GroupsOf(JsonMembers.Member(given, variable.Groups["name"].Value), parent, depth + 1);
        }
        if (
            OutputName().Match(name) is { Success: true } output
            && _modules.GetValueOrDefault(module.Prefix + output.Groups["module"].Value) is { } child
        )
        {
            var outputs = JsonMembers.Member(child.Configuration, "outputs");
            var told = JsonMembers.Member(outputs, output.Groups["name"].Value);
            return GroupsOf(JsonMembers.Member(told, "expression"), child, depth + 1);
        }
        return null;
    }

    // Where there are several and the expression does not tell which, all may be meant.
    private HashSet<string> OfResource(string address, string ofAll) =>
        _byAddress.TryGetValue(address, out var one)
            ? new(StringComparer.Ordinal) { one.Id }
            : _byBase[ofAll].Select(group => group.Id).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(
        """^(?<base>aws_(default_)?security_group\.[\w-]+)(\[("[^"]*"|\d+)\])?""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex GroupName();

    [GeneratedRegex(
        """^var\.(?<name>[\w-]+)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VariableName();

    [GeneratedRegex(
        """^(?<module>module\.[\w-]+(\[("[^"]*"|\d+)\])?)\.(?<name>[\w-]+)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OutputName();
}
