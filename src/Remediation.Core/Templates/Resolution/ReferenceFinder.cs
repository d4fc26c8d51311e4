using Remediation.Core.Templates.Syntax;

namespace Remediation.Core.Templates.Resolution;

/// <summary>Finds every place of a template where one part names another, whatever condition it is under.</summary>
internal sealed class ReferenceFinder
{
    // A hostile document repeats a long alias; what people write has a few thousand.
    private const int Most = 100_000;

    private readonly List<TemplateReference> _found = [];
    private string _from = "";

    private ReferenceFinder() { }

    public static IReadOnlyList<TemplateReference> Find(TemplateSections sections)
    {
        var finder = new ReferenceFinder();
        foreach (var resource in sections.Resources?.Entries ?? [])
        {
            finder._from = resource.Key;
            finder.VisitResource(resource.Value);
        }
        finder.VisitSection("Conditions", sections.Conditions);
        finder.VisitSection("Outputs", sections.Outputs);
        return finder._found;
    }

    private void VisitSection(string name, TemplateMap? section)
    {
        _from = name;
        foreach (var entry in section?.Entries ?? [])
        {
            VisitCondition(entry.Value as TemplateMap, entry.Key);
            Visit(entry.Value, entry.Key);
        }
    }

    private void VisitResource(TemplateNode node)
    {
        if (node is not TemplateMap resource)
        {
            return;
        }
        VisitCondition(resource, "");
        foreach (var entry in resource.Entries)
        {
            switch (entry.Key)
            {
                case "DependsOn":
                    VisitDependencies(entry.Value);
                    break;
                case "Properties":
                    Visit(entry.Value, "");
                    break;
                case "Type" or "Condition":
                    break;
                default:
                    Visit(entry.Value, entry.Key);
                    break;
            }
        }
    }

    private void VisitCondition(TemplateMap? owner, string path)
    {
        if (owner?["Condition"] is TemplateScalar { Kind: not null } name)
        {
            Add(TemplateReferenceKind.Condition, name.Text, Under(path, "Condition"), name.Line);
        }
    }

    private void VisitDependencies(TemplateNode node)
    {
        var names = node is TemplateList list ? list.Items : [node];
        foreach (var name in names.OfType<TemplateScalar>().Where(name => name.Kind is not null))
        {
            Add(TemplateReferenceKind.DependsOn, name.Text, "DependsOn", name.Line);
        }
    }

    private void Visit(TemplateNode node, string path)
    {
        if (_found.Count >= Most)
        {
            return;
        }
        switch (node)
        {
            case TemplateList list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Visit(list.Items[i], $"{path}[{i}]");
                }
                break;
            case TemplateMap { Entries: [var only] } call when VisitCall(only.Key, only.Value, call.Line, path):
                break;
            case TemplateMap map:
                foreach (var entry in map.Entries)
                {
                    Visit(entry.Value, Under(path, entry.Key));
                }
                break;
        }
    }

    // Whether it was a function, and its arguments have been visited.
    private bool VisitCall(string function, TemplateNode argument, int line, string path)
    {
        switch (function, argument)
        {
            case ("Ref", TemplateScalar { Kind: not null } name):
                Add(TemplateReferenceKind.Ref, name.Text, path, line);
                return true;
            case ("Condition", TemplateScalar { Kind: not null } name) when _from == "Conditions":
                Add(TemplateReferenceKind.Condition, name.Text, path, line);
                return true;
            case ("Fn::GetAtt", TemplateScalar { Kind: not null } name):
                Add(TemplateReferenceKind.Attribute, name.Text.Split('.', 2)[0], path, line);
                return true;
            case ("Fn::GetAtt", TemplateList { Items: [TemplateScalar name, var attribute] }):
                Add(TemplateReferenceKind.Attribute, name.Text, path, line);
                Visit(attribute, path);
                return true;
            case ("Fn::Sub", TemplateScalar { Kind: not null } pattern):
                VisitPattern(pattern, null, path);
                return true;
            case ("Fn::Sub", TemplateList { Items: [TemplateScalar pattern, TemplateMap variables] }):
                VisitPattern(pattern, variables, path);
                Visit(variables, path);
                return true;
            case ("Fn::If", TemplateList { Items: [TemplateScalar name, var then, var otherwise] }):
                Add(TemplateReferenceKind.Condition, name.Text, path, line);
                Visit(then, path);
                Visit(otherwise, path);
                return true;
            case ("Fn::FindInMap", TemplateList { Items: [TemplateScalar name, ..] } list):
                Add(TemplateReferenceKind.Mapping, name.Text, path, line);
                Visit(list, path);
                return true;
            case (['F', 'n', ':', ':', ..], _):
                Visit(argument, path);
                return true;
            default:
                return false;
        }
    }

    private void VisitPattern(TemplateScalar pattern, TemplateMap? variables, string path)
    {
        foreach (var (text, _) in SubPattern.Parse(pattern.Text).Where(part => part.IsName))
        {
            if (variables?.Find(text) is null)
            {
                var isAttribute = text.Contains('.', StringComparison.Ordinal);
                var kind = isAttribute ? TemplateReferenceKind.Attribute : TemplateReferenceKind.Ref;
                Add(kind, text.Split('.', 2)[0], path, pattern.Line);
            }
        }
    }

    private void Add(TemplateReferenceKind kind, string target, string path, int line)
    {
        if (_found.Count < Most)
        {
            _found.Add(new(_from, path, kind, target, line));
        }
    }

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
