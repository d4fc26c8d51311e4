using System.Text.RegularExpressions;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the guardrails.</summary>
internal sealed class GuardrailsReader(ValueReader values)
{
    /// <summary>More rules than any group or network ACL can have.</summary>
    public const int MostRules = 10_000;

    /// <summary>As many as one record of the store has room for.</summary>
    public const int MostChanges = 1_000;

    public const int MostReverts = 100;

    /// <summary>IAM roles and users by ARN, one account or the change's own, the name not wholly open.</summary>
    public const string PrincipalPattern = @"^arn:aws[a-z-]*:iam::([0-9]{12}|\*):(role|user)/[^\s]*[^*\s/][^\s]*$";

    public Guardrails Read(YamlNode? node)
    {
        if (node is null || values.Fields(node, PolicyKeys.Guardrails) is not { } fields)
        {
            return Guardrails.Default;
        }
        var most = fields["maxRulesRemovedPerPlan"] is { } number ? values.Integer(number, 0, MostRules) : null;
        var neverTouch = values.OneOrMany(fields["neverTouch"]);
        foreach (
            var item in neverTouch
                .OfType<YamlScalar>()
                .Where(item => item.Text.Length > 0 && item.Text.All(c => c == '*'))
        )
        {
            values.Problems.Warning(
                item,
                "this is every resource, so nothing would ever be changed",
                "mode: observe says the same"
            );
        }
        return new()
        {
            NeverTouch = [.. neverTouch.Select(values.Text).OfType<string>()],
            MaxRulesRemovedPerPlan = (int)(most ?? Guardrails.Default.MaxRulesRemovedPerPlan),
            MaxChangesPerHour = fields["maxChangesPerHour"] is { } changes
                ? (int?)values.Integer(changes, 0, MostChanges)
                : Guardrails.Default.MaxChangesPerHour,
            FlipFlop = FlipFlopOf(fields["flipFlop"]),
            ChangeWindows = new ChangeWindowReader(values).Read(fields["changeWindows"]),
            Urgent = values.Word(fields["urgent"], PolicyWords.Severities),
            BreakGlassPrincipals =
            [
                .. values.OneOrMany(fields["breakGlassPrincipals"]).Select(Principal).OfType<string>(),
            ],
            WarnBefore = Duration(fields["warnBefore"], Guardrails.Default.WarnBefore),
            ApproveWithin = Duration(fields["approveWithin"], Guardrails.Default.ApproveWithin),
            BreakGlassFor = Duration(fields["breakGlassFor"], Guardrails.Default.BreakGlassFor),
        };
    }

    private TimeSpan Duration(YamlNode? node, TimeSpan usual) => node is null ? usual : values.Duration(node) ?? usual;

    // Whoever is meant can be meant only by IAM's own name for him: the caller chooses a session's name himself.
    private string? Principal(YamlNode node)
    {
        if (values.Text(node) is not { } text)
        {
            return null;
        }
        if (Regex.IsMatch(text, PrincipalPattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking))
        {
            return text;
        }
        values.Problems.Error(
            node,
            $"'{Excerpt.Of(text)}' is not the ARN of an IAM role or user",
            "Such as arn:aws:iam::123456789012:role/BreakGlass; * stands for the account of the change, or for a part of the name"
        );
        return null;
    }

    private FlipFlop FlipFlopOf(YamlNode? node)
    {
        if (node is null || values.Fields(node, PolicyKeys.FlipFlop) is not { } fields)
        {
            return FlipFlop.Default;
        }
        var reverts = fields["reverts"] is { } number ? values.Integer(number, 1, MostReverts) : null;
        var within = fields["within"] is { } text ? values.Duration(text) : null;
        return new((int)(reverts ?? FlipFlop.Default.Reverts), within ?? FlipFlop.Default.Within);
    }
}
