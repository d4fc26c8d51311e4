using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Destinations;
using Remediation.Core.Reports;

namespace Remediation.Cli.Rendering;

/// <summary>What a policy puts in force, check by check, for people.</summary>
internal static class PolicyLines
{
    private const int TextColumn = 14;

    public static IEnumerable<Line> Of(Policy policy, string file, int width)
    {
        var paragraphs = new List<Paragraph>
        {
            new Paragraph(0, 2).Say($"{file}:").Say("valid", Tone.Good).Dot().Say($"sha256 {policy.Sha256[..12]}"),
            Labelled("mode").Say(ReportWriter.Word(policy.Mode)),
            Labelled("trusted").Say(policy.TrustedSources.IsEmpty ? "nobody" : $"{policy.TrustedSources}"),
        };
        paragraphs.AddRange(policy.Tiers.Values.Select(Of));
        paragraphs.AddRange(
            policy.Flows.Select(flow => Labelled("flow").Say($"{flow.From} to {flow.To}").Dot().Say($"{flow.Allow}"))
        );
        paragraphs.AddRange(policy.Exemptions.Select(Of));
        paragraphs.Add(Labelled("scopes").Say($"{policy.Scopes.Length}; a later one wins over what is listed here"));
        paragraphs.AddRange(policy.Guardrails.NeverTouch.Select(pattern => Labelled("never touch").Say(pattern)));
        paragraphs.Add(
            Labelled("at most").Say($"{policy.Guardrails.MaxRulesRemovedPerPlan} rules removed by one plan")
        );
        paragraphs.Add(
            Labelled("at most")
                .Say(
                    policy.Guardrails.MaxChangesPerHour is { } changes
                        ? $"{changes} remediations within an hour"
                        : "as many remediations within an hour as it takes"
                )
        );
        var flipFlop = policy.Guardrails.FlipFlop;
        paragraphs.Add(
            Labelled("at most")
                .Say($"{flipFlop.Reverts} reverts of one finding within {DurationText.Of(flipFlop.Within)}")
        );
        paragraphs.AddRange(Guards(policy.Guardrails));
        paragraphs.AddRange(policy.Tickets.Select(Of));
        paragraphs.AddRange(policy.Notify.Select(notify => Labelled("notify").Say(notify.Name)));
        return paragraphs
            .SelectMany(paragraph => paragraph.Lay(width))
            .Append(Line.Empty)
            .Concat(Checks(policy, width));
    }

    private static IEnumerable<Paragraph> Guards(Guardrails rails)
    {
        foreach (var window in rails.ChangeWindows)
        {
            yield return Labelled("changes").Say($"{window}");
        }
        if (rails.Urgent is { } urgent)
        {
            yield return Labelled("changes").Say($"at any time from severity {ReportWriter.Word(urgent)} on");
        }
        foreach (var principal in rails.BreakGlassPrincipals)
        {
            yield return Labelled("break-glass")
                .Say(principal)
                .Dot()
                .Say($"for {DurationText.Of(rails.BreakGlassFor)}");
        }
    }

    private static Paragraph Of(Tier tier) =>
        Labelled("tier")
            .Items([
                tier.Name,
                tier.IsPrivate ? "private" : "",
                Members("security groups", tier.SecurityGroups),
                Members("subnets", tier.Subnets),
                Members("all of", tier.Vpcs),
                tier.Cidrs.IsEmpty ? "" : $"{tier.Cidrs}",
            ]);

    private static string Members(string what, ResourceMatch? match) => match is null ? "" : $"{what} {match}";

    private static Paragraph Of(Exemption exemption) =>
        Labelled("exempted")
            .Items([
                $"{exemption.Id} until {exemption.Until:yyyy-MM-dd}",
                $"{exemption.Check} on {exemption.Resource}",
                exemption.Traffic is { } traffic ? $"only {traffic}" : "",
                $"{exemption.Owner}: {exemption.Reason}",
            ]);

    private static Paragraph Of(TicketDestination destination) =>
        Labelled("tickets")
            .Items([
                destination.Name,
                destination switch
                {
                    JiraDestination jira => Credentials(jira.User, jira.Token),
                    ServiceNowDestination serviceNow => Credentials(serviceNow.User, serviceNow.Password),
                    GitHubDestination github => Credentials(null, github.Token),
                    WebhookDestination webhook => $"signed with {webhook.Secret}",
                    _ => "",
                },
            ]);

    private static string Credentials(string? user, SecretReference secret) =>
        user is null ? $"with {secret}" : $"as {user} with {secret}";

    private static IEnumerable<Line> Checks(Policy policy, int width)
    {
        var grid = new Grid(["CHECK", "RESPONSE", "FIX", "PARAMETERS"], flexible: 3);
        foreach (var check in CheckCatalog.All.Select(check => check.Metadata))
        {
            var all = policy.Checks.GetValueOrDefault("*", CheckSettings.Nothing);
            var settings = all.With(policy.Checks.GetValueOrDefault(check.Id, CheckSettings.Nothing));
            grid.Add(
                new(check.Id, Tone.Strong),
                new(ReportWriter.Word(settings.Respond ?? check.DefaultResponse)),
                new(check.FixKind == FixKind.TicketOnly ? "none" : ReportWriter.Word(settings.Fix ?? Fix.Remove)),
                new(Parameters(check, settings))
            );
        }
        return grid.Lay(width);
    }

    private static string Parameters(CheckMetadata check, CheckSettings settings) =>
        string.Join(
            "; ",
            check.Parameters.Select(parameter =>
                $"{parameter.Name} {settings.Parameters.GetValueOrDefault(parameter.Name, parameter.Default)}"
            )
        );

    private static Paragraph Labelled(string label) =>
        new Paragraph(2, TextColumn + 2).Say(label, Tone.Faint).At(TextColumn);
}
