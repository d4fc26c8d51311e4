using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>A managed rule group as the policy names it: <c>AWSManagedRulesCommonRuleSet</c>, or <c>Vendor/Group</c>.</summary>
internal sealed record ManagedGroup(string Vendor, string Name)
{
    private const string Aws = "AWS";
    private const string NameMember = "Name";

    public static ManagedGroup Parse(string text) =>
        text.Split('/', 2) is [var vendor, var name] ? new(vendor, name) : new(Aws, text);

    public bool IsUsedBy(WafRule rule) =>
        WafGroup.Of(rule.Statement) is { } group && group.Vendor == Vendor && group.Name == Name;

    /// <summary>A rule that uses the group as its vendor made it.</summary>
    public AwsDocument AsRule(string ruleName, int priority) =>
        WafEdit.Object(writer =>
        {
            writer.WriteString(NameMember, ruleName);
            writer.WriteNumber("Priority", priority);
            writer.WriteStartObject("Statement");
            writer.WriteStartObject("ManagedRuleGroupStatement");
            writer.WriteString("VendorName", Vendor);
            writer.WriteString(NameMember, Name);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("OverrideAction");
            writer.WriteStartObject("None");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WritePropertyName("VisibilityConfig");
            Visibility.Of(ruleName).Root.WriteTo(writer);
        });
}
