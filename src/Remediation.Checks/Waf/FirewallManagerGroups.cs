using System.Text.Json;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>
/// The rule groups that Firewall Manager put before and behind a web ACL's own rules. They protect as others do, and nobody but
/// Firewall Manager changes them.
/// </summary>
internal static class FirewallManagerGroups
{
    private const string Before = "PreProcessFirewallManagerRuleGroups";
    private const string After = "PostProcessFirewallManagerRuleGroups";

    public static bool Any(WebAcl state) => Of(state).Any();

    /// <summary>Those that see a request only after the web ACL's own rules.</summary>
    public static IEnumerable<string> NamesAfter(WebAcl state) =>
        state.Document.Items(After).Select(group => group.Text("Name"));

    /// <summary>Whether one of them is the managed rule group.</summary>
    public static bool HasManaged(WebAcl state, string vendor, string name) =>
        Of(state)
            .Select(group => group.Member("FirewallManagerStatement").Member("ManagedRuleGroupStatement"))
            .Any(managed => managed.Text("VendorName") == vendor && managed.Text("Name") == name);

    /// <summary>Whether one of them is of Firewall Manager's own account, which nobody else can read.</summary>
    public static bool HasForeign(WebAcl state) =>
        Of(state).Any(group => group.Member("FirewallManagerStatement").Has("RuleGroupReferenceStatement"));

    private static IEnumerable<JsonElement> Of(WebAcl state) =>
        state.Document.Items(Before).Concat(state.Document.Items(After));
}
