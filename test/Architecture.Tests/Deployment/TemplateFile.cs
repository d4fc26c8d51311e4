using System.Globalization;
using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>A CloudFormation template of the product, and what its tests ask of it.</summary>
internal sealed class TemplateFile
{
    private const string SpokePath = "src/Remediation.Lambda/spoke.yaml";
    private readonly YamlMappingNode _root;

    private TemplateFile(string path) => (Path, _root) = (path, Load(path));

    /// <summary>template.yaml; not for tests that change it.</summary>
    public static TemplateFile Hub { get; } = Read();

    /// <summary>The spokes' template; not for tests that change it.</summary>
    public static TemplateFile Spoke { get; } = new(System.IO.Path.Combine(Repository.Root, SpokePath));

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    public YamlMappingNode Parameters => (YamlMappingNode)_root["Parameters"];

    public YamlMappingNode Conditions => (YamlMappingNode)_root["Conditions"];

    public YamlMappingNode Resources => (YamlMappingNode)_root["Resources"];

    public YamlMappingNode Outputs => (YamlMappingNode)_root["Outputs"];

    /// <summary>How CloudFormation's console shows the parameters.</summary>
    public YamlMappingNode Interface => (YamlMappingNode)_root["Metadata"]["AWS::CloudFormation::Interface"];

    /// <summary>template.yaml, read anew, so that a test may change its copy.</summary>
    public static TemplateFile Read() => new(System.IO.Path.Combine(Repository.Root, "template.yaml"));

    public string[] Lines() => File.ReadAllLines(Path);

    public string Written() => File.ReadAllText(Path);

    public YamlMappingNode Resource(string name) => (YamlMappingNode)Resources[name];

    public YamlMappingNode Properties(string name) => (YamlMappingNode)Resources[name]["Properties"];

    /// <summary>The resources of some types, by name.</summary>
    public IEnumerable<(string Name, YamlMappingNode Node)> Of(params string[] types) =>
        Resources
            .Children.Where(child => types.Contains(child.Value["Type"].ToString(), StringComparer.Ordinal))
            .Select(child => (child.Key.ToString(), (YamlMappingNode)child.Value));

    /// <summary>The rules with a pattern that watch AWS services on the account's own bus, by name.</summary>
    public SortedDictionary<string, YamlNode> Rules =>
        new(
            Of("AWS::Events::Rule")
                .Where(rule => Has(rule.Node["Properties"], "EventPattern"))
                .Where(rule => !Has(rule.Node["Properties"], "EventBusName"))
                .Where(rule =>
                    Texts(At(rule.Node, "Properties", "EventPattern", "source"))
                        .All(source => source.StartsWith("aws.", StringComparison.Ordinal))
                )
                .ToDictionary(rule => rule.Name, YamlNode (rule) => rule.Node, StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    /// <summary>Every statement of every policy of a role, by the name of what holds it.</summary>
    public IEnumerable<(string Holder, YamlMappingNode Statement)> Statements() =>
        Of("AWS::IAM::Role")
            .Concat(Of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"))
            .SelectMany(holder => StatementsOf(holder.Node).Select(statement => (holder.Name, statement)));

    /// <summary>The statements that a role or a policy holds itself, by Sid.</summary>
    public Dictionary<string, YamlNode> Statements(string holder) =>
        StatementsOf(Resource(holder))
            .ToDictionary(statement => statement["Sid"].ToString(), YamlNode (node) => node, StringComparer.Ordinal);

    /// <summary>The names of the policies that are attached to a role.</summary>
    public IEnumerable<string> PoliciesOf(string role) =>
        Of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
            .Where(policy => Texts(policy.Node["Properties"]["Roles"]).Contains(role))
            .Select(policy => policy.Name);

    public static IEnumerable<string> Actions(YamlNode statement) => Texts(statement["Action"]);

    public static IEnumerable<string> Texts(YamlNode node) =>
        node is YamlSequenceNode sequence ? sequence.Select(child => child.ToString()) : [node.ToString()];

    public static bool Has(YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode(name));

    public static string? Text(YamlNode node, string name) => Has(node, name) ? node[name].ToString() : null;

    public static double Number(YamlNode node, string name) =>
        double.Parse(node[name].ToString(), CultureInfo.InvariantCulture);

    public static YamlNode At(YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node[name];
        }
        return node;
    }

    /// <summary>A node as text, in which equal content is equal; keys in order, tags as they are.</summary>
    public static string Canonical(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => "{"
                + string.Join(
                    ",",
                    mapping
                        .Children.Select(child => $"{child.Key}:{Canonical(child.Value)}")
                        .Order(StringComparer.Ordinal)
                )
                + "}",
            YamlSequenceNode sequence => "[" + string.Join(",", sequence.Select(Canonical)) + "]",
            _ => $"{(node.Tag.IsEmpty ? "" : node.Tag.Value)} {node}".Trim(),
        };

    private static IEnumerable<YamlMappingNode> StatementsOf(YamlMappingNode holder)
    {
        var properties = holder["Properties"];
        if (Has(properties, "PolicyDocument"))
        {
            return ((YamlSequenceNode)properties["PolicyDocument"]["Statement"]).Cast<YamlMappingNode>();
        }
        return Has(properties, "Policies")
            ? ((YamlSequenceNode)properties["Policies"])
                .SelectMany(policy => (YamlSequenceNode)policy["PolicyDocument"]["Statement"])
                .Cast<YamlMappingNode>()
            : [];
    }

    private static YamlMappingNode Load(string path)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(path);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
