namespace Remediation.Core.Templates.Syntax;

/// <summary>A list.</summary>
internal sealed class TemplateList(int line, int column) : TemplateNode(line, column)
{
    private readonly List<TemplateNode> _items = [];

    public IReadOnlyList<TemplateNode> Items => _items;

    public void Add(TemplateNode item)
    {
        _items.Add(item);
        Count(item);
    }
}
