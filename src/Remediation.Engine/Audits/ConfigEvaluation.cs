using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Engine.Audits;

/// <summary>
/// The answer to AWS Config about one resource. What cannot be told is not compliant: Config knows no word for it that a rule may use.
/// </summary>
/// <param name="Compliance">COMPLIANT, NON_COMPLIANT or NOT_APPLICABLE.</param>
/// <param name="Annotation">Why, in 256 characters at most; null where there is nothing to say.</param>
public sealed record ConfigEvaluation(string Compliance, string? Annotation)
{
    // https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
    private const int MostCharacters = 256;

    public static ConfigEvaluation NotApplicable(string reason) => new("NOT_APPLICABLE", Cut(reason));

    public static ConfigEvaluation Of(Judgement judgement)
    {
        var open = judgement.Findings.Where(finding => finding.Status != FindingStatus.Exempted).ToList();
        if (open.Count > 0)
        {
            // The worst first: the rest may be cut off.
            return new(
                "NON_COMPLIANT",
                Cut(string.Join("; ", open.OrderByDescending(finding => finding.Severity).Select(Words)))
            );
        }
        var exempted = judgement
            .Findings.Select(finding => finding.Exemption?.Id)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        var ids = string.Join(", ", exempted);
        return new("COMPLIANT", ids.Length == 0 ? null : Cut($"exempted by {ids}"));
    }

    private static string Words(Finding finding) =>
        finding.Status == FindingStatus.Unknown
            ? $"{finding.Check.Id} cannot tell: {string.Join(", ", finding.Unknowns)}"
            : $"{finding.Check.Id} ({ReportWriter.Word(finding.Severity)}): "
                + string.Join(", ", finding.Evidence.Select(item => item.Offending));

    private static string Cut(string text)
    {
        if (text.Length <= MostCharacters)
        {
            return text;
        }
        // Half of a pair is no character.
        var end = char.IsHighSurrogate(text[MostCharacters - 2]) ? MostCharacters - 2 : MostCharacters - 1;
        return text[..end] + "…";
    }
}
