using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;

namespace Remediation.Checks.Waf;

/// <summary>The baseline of the resource that is judged, for fixes that put something back.</summary>
internal static class WafBaseline
{
    /// <summary>The baseline, or null where there is none or it is not known.</summary>
    public static TState? Baseline<TState>(this CheckContext context)
        where TState : DocumentState => context.Surroundings.Baseline.Value as TState;

    /// <summary>No fix, since what it would put back is missing.</summary>
    /// <param name="context">The context, which tells why there is no baseline.</param>
    /// <param name="what">What is missing, such as <c>the rules that it had</c>.</param>
    /// <param name="instead">What a person does instead.</param>
    public static DesiredState Missing(this CheckContext context, string what, string instead)
    {
        var baseline = context.Surroundings.Baseline;
        var why =
            baseline.UnknownReason is { } reason ? $"not known ({reason})"
            : baseline.IsAbsent ? "missing: no compliant state of it was ever kept"
            : "missing: its last kept state has none that would do";
        return DesiredState.None($"{what}: {why}; {instead}");
    }
}
