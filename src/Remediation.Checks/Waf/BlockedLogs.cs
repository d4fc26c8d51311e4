using System.Text.Json;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>
/// Whether the log of a web ACL leaves out every request that is blocked. Conditions on labels are not followed: a filter with one
/// counts only by its conditions on actions. https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingFilter.html.
/// </summary>
internal static class BlockedLogs
{
    private const string Drop = "DROP";

    public static bool DropsAll(WafLogging logging)
    {
        var filter = logging.Filter?.Root ?? default;
        var filters = filter.Items("Filters").ToList();
        return filters.Exists(item => item.Text("Behavior") == Drop && IsOfBlock(item))
            || (
                filter.Text("DefaultBehavior") == Drop
                && !filters.Exists(item => item.Text("Behavior") != Drop && MayBeOfBlock(item))
            );
    }

    private static bool IsOfBlock(JsonElement filter)
    {
        var conditions = filter.Items("Conditions").ToList();
        return filter.Text("Requirement") == "MEETS_ANY"
            ? conditions.Exists(IsBlock)
            : conditions.Count > 0 && conditions.TrueForAll(IsBlock);
    }

    private static bool MayBeOfBlock(JsonElement filter) =>
        filter.Items("Conditions").Any(condition => IsBlock(condition) || condition.Has("LabelNameCondition"));

    private static bool IsBlock(JsonElement condition) => condition.Member("ActionCondition").Text("Action") == "BLOCK";
}
