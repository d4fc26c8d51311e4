using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Terraform;

/// <summary>
/// The security groups and subnets of a Terraform plan or state, as <c>terraform show -json</c> writes it. It reads no source of
/// Terraform's language: what that means only Terraform can tell. Source: Terraform, "JSON Output Format".
/// </summary>
public sealed class TerraformSnapshot
{
    private const int MostDepth = 64;
    private const string DescribeSubnets = "ec2.describe-subnets";

    private readonly List<TerraformResource> _resources = [];
    private readonly List<TerraformModule> _modules = [];

    private TerraformSnapshot() { }

    /// <summary>What an account would hold of it.</summary>
    public Snapshot Snapshot { get; private set; } = new SnapshotBuilder("", "").Build();

    /// <summary>What of it is left aside, in words.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    /// <summary>Whether a text looks like Terraform's JSON at all.</summary>
    public static bool IsMeant(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MostDepth });
            return IsMeant(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the JSON.</summary>
    public static ParseResult<TerraformSnapshot> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MostDepth });
            return Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            return ParseResult<TerraformSnapshot>.Failure($"it is no JSON: {fault.Message}");
        }
    }

    private static bool IsMeant(JsonElement root) =>
        JsonMembers.Text(root, "format_version") is not null
        && (JsonMembers.Text(root, "terraform_version") is not null || RootOf(root) is not null);

    private static ParseResult<TerraformSnapshot> Read(JsonElement root)
    {
        if (!IsMeant(root) || RootOf(root) is not { } module)
        {
            return ParseResult<TerraformSnapshot>.Failure(
                "it has no planned_values and no values with a root_module; give what terraform show -json writes"
            );
        }
        var snapshot = new TerraformSnapshot();
        var configuration = JsonMembers.Member(JsonMembers.Member(root, "configuration"), "root_module");
        snapshot.Visit(module, new("", null, default, configuration));
        snapshot.Build();
        return ParseResult<TerraformSnapshot>.Success(snapshot);
    }

    private static JsonElement? RootOf(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["planned_values", "values"])
        {
            var module = JsonMembers.Member(JsonMembers.Member(root, name), "root_module");
            if (module.ValueKind == JsonValueKind.Object)
            {
                return module;
            }
        }
        return null;
    }

    private void Visit(JsonElement json, TerraformModule module)
    {
        _modules.Add(module);
        foreach (var resource in TerraformJson.Items(json, "resources"))
        {
            if (
                JsonMembers.Text(resource, "mode") is null or "managed"
                && JsonMembers.Text(resource, "address") is { Length: > 0 } address
                && JsonMembers.Text(resource, "type") is { } type
                && JsonMembers.Text(resource, "name") is { } name
            )
            {
                _resources.Add(new(address, type, name, module, JsonMembers.Member(resource, "values")));
            }
        }
        foreach (var child in TerraformJson.Items(json, "child_modules"))
        {
            if (JsonMembers.Text(child, "address") is { } address)
            {
                Visit(child, module.Child(address, CallOf(address, module)));
            }
        }
    }

    // module.a.module.b["x"] is called b by module.a.
    private static string CallOf(string address, TerraformModule parent)
    {
        var own = address.StartsWith(parent.Prefix, StringComparison.Ordinal)
            ? address[parent.Prefix.Length..]
            : address;
        return own.Split('[')[0].Replace("module.", "", StringComparison.Ordinal);
    }

    private void Build()
    {
        var builder = new SnapshotBuilder("", "");
        builder.InterfacesAreUnknown("a plan does not tell what will use it");
        builder.OtherGroupsAreUnknown("the plan does not make it");
        var groups = OfType("aws_security_group", "aws_default_security_group")
            .DistinctBy(group => group.Id, StringComparer.Ordinal)
            .ToList();
        var rules = new TerraformRules(new(groups, _modules));
        groups.ForEach(rules.AddInline);
        OfType("aws_security_group_rule").ToList().ForEach(rules.AddListed);
        OfType("aws_vpc_security_group_ingress_rule").ToList().ForEach(rule => rules.AddSingle(rule, isEgress: false));
        OfType("aws_vpc_security_group_egress_rule").ToList().ForEach(rule => rules.AddSingle(rule, isEgress: true));
        groups.ForEach(group => builder.Add(Read(group, rules)));
        builder.Add(Subnets(), new Dictionary<string, List<string>>(StringComparer.Ordinal));
        Snapshot = builder.Build();
        Left =
        [
            .. rules.Left,
            .. OfType("aws_networkfirewall_rule_group")
                .Select(group => $"{group.Address}: rule groups of firewalls are not learned from Terraform"),
        ];
    }

    private IEnumerable<TerraformResource> OfType(params string[] types) =>
        _resources.Where(resource => types.Contains(resource.Type, StringComparer.Ordinal));

    private static SecurityGroup Read(TerraformResource group, TerraformRules rules)
    {
        var json = new JsonObject
        {
            ["GroupId"] = group.Id,
            ["GroupName"] = group.Type == "aws_default_security_group" ? "default" : group.Text("name") ?? "",
            ["Description"] = group.Text("description") ?? "",
            ["VpcId"] = group.Text("vpc_id") ?? "",
            ["Tags"] = Tags(group),
        };
        var element = AwsDocument.Build(writer => json.WriteTo(writer));
        return SecurityGroupParser.Parse(element.Root, "", "", rules.Of(group.Id)).Value;
    }

    private SnapshotDocuments Subnets()
    {
        var documents = new SnapshotDocuments("", "");
        foreach (
            var subnet in OfType("aws_subnet", "aws_default_subnet").DistinctBy(item => item.Id, StringComparer.Ordinal)
        )
        {
            var json = new JsonObject
            {
                ["SubnetId"] = subnet.Id,
                ["VpcId"] = subnet.Text("vpc_id") ?? "",
                ["CidrBlock"] = subnet.Text("cidr_block") ?? "",
                ["Tags"] = Tags(subnet),
            };
            if (subnet.Text("ipv6_cidr_block") is { Length: > 0 } block)
            {
                json["Ipv6CidrBlockAssociationSet"] = new JsonArray(new JsonObject { ["Ipv6CidrBlock"] = block });
            }
            documents.Add(
                DescribeSubnets,
                new(AwsDocument.Build(writer => json.WriteTo(writer)).Root, subnet.Address, "")
            );
        }
        return documents;
    }

    // The provider's default tags are in tags_all alone.
    private static JsonArray Tags(TerraformResource resource)
    {
        var all = JsonMembers.Member(resource.Values, "tags_all");
        var tags = all.ValueKind == JsonValueKind.Object ? all : JsonMembers.Member(resource.Values, "tags");
        return tags.ValueKind == JsonValueKind.Object
            ?
            [
                .. tags.EnumerateObject()
                    .Where(tag => tag.Value.ValueKind == JsonValueKind.String)
                    .Select(tag => new JsonObject { ["Key"] = tag.Name, ["Value"] = tag.Value.GetString() }),
            ]
            : [];
    }
}
