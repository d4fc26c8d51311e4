using System.Collections.Immutable;
using System.Xml;

namespace Remediation.Aws.Documents;

/// <summary>An XML element without its attributes and namespace. It is not for documents of strangers that never end.</summary>
internal sealed record XmlTree(string Name, string Text, ImmutableArray<XmlTree> Children)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        XmlResolver = null,
    };

    public XmlTree? Child(string name) => Children.FirstOrDefault(child => child.Name == name);

    public static XmlTree Parse(byte[] xml)
    {
        using var stream = new MemoryStream(xml);
        using var reader = XmlReader.Create(stream, Settings);
        reader.MoveToContent();
        return Read(reader);
    }

    // The reader stands on the element's start, and afterwards on what follows it.
    private static XmlTree Read(XmlReader reader)
    {
        var name = reader.LocalName;
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return new(name, "", []);
        }
        var (text, children) = ("", ImmutableArray.CreateBuilder<XmlTree>());
        reader.Read();
        while (reader.NodeType is not XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Element)
            {
                children.Add(Read(reader));
                continue;
            }
            text += reader.Value;
            reader.Read();
        }
        reader.Read();
        return new(name, children.Count == 0 ? text : "", children.ToImmutable());
    }
}
