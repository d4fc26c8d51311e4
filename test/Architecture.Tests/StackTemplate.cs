using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>A CloudFormation template as text and lists, with what its tests ask of it.</summary>
internal sealed class StackTemplate
{
    private readonly YamlMappingNode _root;

    private StackTemplate(YamlMappingNode root) => _root = root;

    public static StackTemplate Hub { get; } = Load("template.yaml");

    public static StackTemplate Spoke { get; } = Load("src/Remediation.Lambda/spoke.yaml");

    public YamlMappingNode Resources => (YamlMappingNode)_root["Resources"];

    public YamlNode Resource(string name) => Resources[name];

    /// <summary>The rules with a pattern that watch AWS services on the account's own bus, by name.</summary>
    public SortedDictionary<string, YamlNode> Rules =>
        new(
            Resources
                .Children.Where(child => child.Value["Type"].ToString() == "AWS::Events::Rule")
                .Where(child => Has(child.Value["Properties"], "EventPattern"))
                .Where(child => !Has(child.Value["Properties"], "EventBusName"))
                .Where(child =>
                    Texts(At(child.Value, "Properties", "EventPattern", "source"))
                        .All(source => source.StartsWith("aws.", StringComparison.Ordinal))
                )
                .ToDictionary(child => child.Key.ToString(), child => child.Value),
            StringComparer.Ordinal
        );

    /// <summary>The statements of the role's own policies, by Sid.</summary>
    public Dictionary<string, YamlNode> Statements(string role) =>
        ((YamlSequenceNode)At(Resource(role), "Properties", "Policies"))
            .SelectMany(policy => (YamlSequenceNode)At(policy, "PolicyDocument", "Statement"))
            .ToDictionary(statement => statement["Sid"].ToString(), StringComparer.Ordinal);

    /// <summary>The statements of a policy of its own, by Sid.</summary>
    public Dictionary<string, YamlNode> PolicyStatements(string policy) =>
        ((YamlSequenceNode)At(Resource(policy), "Properties", "PolicyDocument", "Statement")).ToDictionary(
            statement => statement["Sid"].ToString(),
            StringComparer.Ordinal
        );

    public static IEnumerable<string> Actions(YamlNode statement) => Texts(statement["Action"]);

    public static IEnumerable<string> Texts(YamlNode node) =>
        node is YamlSequenceNode sequence ? sequence.Select(child => child.ToString()) : [node.ToString()];

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

    private static bool Has(YamlNode node, string name) =>
        ((YamlMappingNode)node).Children.ContainsKey(new YamlScalarNode(name));

    private static StackTemplate Load(string path)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, path));
        stream.Load(reader);
        return new((YamlMappingNode)stream.Documents[0].RootNode);
    }
}
