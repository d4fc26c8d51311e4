using System.Collections.Immutable;
using System.Text;
using Remediation.Core.Checks;

namespace Remediation.Core.Reports;

/// <summary>
/// The reference page of a check, and the index of them all, as Markdown. All that is on it comes from the metadata, so that it
/// cannot differ from what the check declares. It is not the report of an audit.
/// </summary>
public static class CheckPage
{
    private const string Generated =
        "<!-- Generated from the check's metadata. Change that, then run the tests with UPDATE_DOCS=1. -->\n";

    public static string Render(CheckMetadata check)
    {
        var page = new StringBuilder(Generated);
        page.Append($"# {check.Id}\n\n{check.Title}\n");
        AppendSummary(page, check);
        AppendSection(page, "Why", check.Rationale);
        AppendSection(page, "What it does not check", check.DoesNotCheck);
        AppendTable(page, "Controls", "| control | name |", check.Controls.Select(Row));
        AppendTable(page, "Parameters", "| name | takes | default | meaning |", check.Parameters.Select(Row));
        AppendSection(page, "Automatic fix", check.FixDescription);
        AppendSection(page, "Fix by hand", check.ManualFix);
        AppendList(page, "Evaluated after", check.Triggers.Select(Code));
        AppendList(page, "IAM actions of the fix", check.FixActions.Select(Code));
        AppendList(page, "References", check.References.Select(link => $"<{link}>"));
        return page.ToString();
    }

    /// <param name="checks">The catalogue, in its order.</param>
    public static string RenderIndex(IEnumerable<CheckMetadata> checks)
    {
        var page = new StringBuilder(Generated);
        page.Append("# Checks\n");
        page.Append("\n| check | fails when | severity | fix | response | controls |\n");
        page.Append("| --- | --- | --- | --- | --- | --- |\n");
        foreach (var check in checks)
        {
            page.Append($"| [{check.Id}]({check.Id}.md) | {Cell(check.Title)} | {Word(check.Severity)} ");
            page.Append($"| {Word(check.FixKind)} | {Word(check.DefaultResponse)} ");
            page.Append($"| {string.Join(", ", check.Controls.Select(control => control.Id))} |\n");
        }
        return page.ToString();
    }

    private static void AppendSummary(StringBuilder page, CheckMetadata check)
    {
        page.Append("\n| | |\n| --- | --- |\n");
        page.Append($"| severity | {Word(check.Severity)} |\n");
        page.Append($"| judges | {Code(check.ResourceType)} |\n");
        page.Append($"| fix | {Word(check.FixKind)} |\n");
        page.Append($"| response when the policy does not say | {Word(check.DefaultResponse)} |\n");
        if (check.Surroundings != SurroundingKinds.None)
        {
            page.Append($"| also reads | {Words(check.Surroundings)} |\n");
        }
    }

    private static void AppendSection(StringBuilder page, string heading, string text) =>
        page.Append($"\n## {heading}\n\n{text}\n");

    private static void AppendTable(StringBuilder page, string heading, string header, IEnumerable<string> rows)
    {
        var lines = rows.ToImmutableArray();
        if (lines.IsEmpty)
        {
            AppendSection(page, heading, "None.");
            return;
        }
        var rule = string.Concat(Enumerable.Repeat(" --- |", header.Count(character => character == '|') - 1));
        AppendSection(page, heading, $"{header}\n|{rule}\n{string.Join('\n', lines)}");
    }

    private static void AppendList(StringBuilder page, string heading, IEnumerable<string> items)
    {
        var lines = items.Select(item => $"- {item}").ToImmutableArray();
        AppendSection(page, heading, lines.IsEmpty ? "None." : string.Join('\n', lines));
    }

    private static string Row(Control control) => $"| {control.Id} | {Cell(control.Name)} |";

    private static string Row(CheckParameter parameter) =>
        $"| {Code(parameter.Name)} | {Takes(parameter)} | {Code(parameter.Default.ToString()!)} | {Cell(parameter.Description)} |";

    private static string Takes(CheckParameter parameter) =>
        parameter.Type switch
        {
            ParameterType.Services => "services, such as `tcp/443`; a bare port means TCP and UDP",
            ParameterType.Integer => $"a whole number from {parameter.Minimum} to {parameter.Maximum}",
            ParameterType.Texts => "a list of texts",
            ParameterType.Boolean => "`true` or `false`",
            ParameterType.Choice => string.Join(" or ", parameter.Choices.Select(Code)),
            _ => throw new InvalidOperationException($"the parameter type {parameter.Type} has no words yet"),
        };

    private static string Code(string text) => $"`{text}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Word(FixKind kind) => kind == FixKind.Automatic ? "automatic" : "ticket only";

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Words(SurroundingKinds kinds) =>
        string.Join(
            ", ",
            new[]
            {
                (Kind: SurroundingKinds.PrefixLists, Text: "managed prefix lists"),
                (Kind: SurroundingKinds.Attachments, Text: "network interfaces"),
                (Kind: SurroundingKinds.ReferencedGroups, Text: "referenced security groups"),
            }
                .Where(name => kinds.HasFlag(name.Kind))
                .Select(name => name.Text)
        );
}
