using Remediation.Core.Policies;
using Remediation.Engine;

namespace Remediation.Cli.Rendering;

/// <summary>What beside an outcome is to be known to show it.</summary>
/// <param name="Mode">The mode that held.</param>
/// <param name="IsOpened">Whether a ticket was opened for a finding, by its id.</param>
/// <param name="Place">Where an outcome's event stood in the input.</param>
/// <param name="Width">The terminal's columns.</param>
internal sealed record OutcomeView(
    EnforcementMode Mode,
    Func<string, bool> IsOpened,
    Func<Outcome, string> Place,
    int Width
);
