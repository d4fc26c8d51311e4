namespace Remediation.Core.Policies.Yaml;

/// <summary>Stands for a piece that is not accepted and has been reported; whoever meets it says no more.</summary>
internal sealed class YamlUnusable(int line, int column) : YamlNode(line, column)
{
    public override string Kind => "something that is not accepted";
}
