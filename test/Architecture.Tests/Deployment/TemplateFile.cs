using System.Globalization;
using Remediation.Testing;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests.Deployment;

/// <summary>template.yaml, read anew each time, so that a test may change its copy.</summary>
internal sealed class TemplateFile
{
    private readonly YamlMappingNode _root;

    private TemplateFile(YamlMappingNode root) => _root = root;

    public static string Path => System.IO.Path.Combine(Repository.Root, "template.yaml");

    public YamlMappingNode Parameters => (YamlMappingNode)_root["Parameters"];

    public YamlMappingNode Resources => (YamlMappingNode)_root["Resources"];

    public static TemplateFile Read()
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path);
        stream.Load(reader);
        return new((YamlMappingNode)stream.Documents[0].RootNode);
    }

    /// <summary>The resources of a type, by name.</summary>
    public IEnumerable<(string Name, YamlMappingNode Node)> Of(string type) =>
        Resources
            .Children.Where(child => child.Value["Type"].ToString() == type)
            .Select(child => (child.Key.ToString(), (YamlMappingNode)child.Value));

    public YamlMappingNode Properties(string name) => (YamlMappingNode)Resources[name]["Properties"];

    /// <summary>Every statement of every policy of a role, by the name of what holds it.</summary>
    public IEnumerable<(string Holder, YamlMappingNode Statement)> Statements()
    {
        foreach (var (name, role) in Of("AWS::IAM::Role"))
        {
            var inline = Has(role["Properties"], "Policies") ? (YamlSequenceNode)role["Properties"]["Policies"] : [];
            foreach (var statement in inline.SelectMany(policy => StatementsOf(policy["PolicyDocument"])))
            {
                yield return (name, statement);
            }
        }
        foreach (var (name, policy) in Of("AWS::IAM::Policy").Concat(Of("AWS::IAM::ManagedPolicy")))
        {
            foreach (var statement in StatementsOf(policy["Properties"]["PolicyDocument"]))
            {
                yield return (name, statement);
            }
        }
    }

    public static IEnumerable<string> Texts(YamlNode node) =>
        node is YamlSequenceNode sequence ? sequence.Select(child => child.ToString()) : [node.ToString()];

    public static bool Has(YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode(name));

    public static string? Text(YamlNode node, string name) => Has(node, name) ? node[name].ToString() : null;

    public static double Number(YamlNode node, string name) =>
        double.Parse(node[name].ToString(), CultureInfo.InvariantCulture);

    private static IEnumerable<YamlMappingNode> StatementsOf(YamlNode document) =>
        ((YamlSequenceNode)document["Statement"]).Cast<YamlMappingNode>();
}
