using Remediation.Core.Checks;

namespace Remediation.Cli.Rendering;

/// <summary>How severities and the states of findings are written and toned.</summary>
internal static class SeverityText
{
    /// <summary>Capitals for what is against the policy; its state for what is not known or exempted.</summary>
    public static string Label(Finding finding) =>
        finding.Status switch
        {
            FindingStatus.Unknown => "unknown",
            FindingStatus.Exempted => "exempted",
            _ => finding.Severity.ToString().ToUpperInvariant(),
        };

    public static Tone ToneOf(Finding finding) =>
        finding.Status switch
        {
            FindingStatus.Unknown => Tone.Warning,
            FindingStatus.Exempted => Tone.Faint,
            _ => ToneOf(finding.Severity),
        };

    public static Tone ToneOf(Severity severity) =>
        severity switch
        {
            Severity.Critical => Tone.Critical,
            Severity.High => Tone.High,
            Severity.Medium => Tone.Medium,
            Severity.Low => Tone.Low,
            _ => Tone.Faint,
        };
}
