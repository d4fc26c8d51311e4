using Remediation.Core.Checks;
using Remediation.Core.Policies;

namespace Remediation.Engine.Guards;

/// <summary>Keeps automatic changes within the policy's windows, but for what is too bad to wait.</summary>
internal static class WindowGuard
{
    /// <param name="rails">The policy's guardrails.</param>
    /// <param name="worst">The worst severity of what the plan settles.</param>
    /// <param name="now">The present time.</param>
    public static GuardVerdict Ask(Guardrails rails, Severity worst, DateTimeOffset now)
    {
        if (
            rails.ChangeWindows.IsEmpty
            || rails.ChangeWindows.Any(window => window.Contains(now))
            || (rails.Urgent is { } urgent && worst >= urgent)
        )
        {
            return GuardVerdict.Proceed;
        }
        var next = rails.ChangeWindows.Min(window => window.NextAfter(now));
        return GuardVerdict.Held(
            $"it is outside the change windows ({string.Join("; ", rails.ChangeWindows)}); the next begins at {next:yyyy-MM-dd HH:mm}Z",
            next
        );
    }
}
