using Remediation.Core.Checks;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads the whole document, part by part.</summary>
internal sealed class DocumentReader(Problems problems, IReadOnlyList<CheckMetadata> checks)
{
    /// <summary>The one version of the format that there is.</summary>
    public const int Version = 1;

    private readonly ValueReader _values = new(problems);

    /// <summary>The policy as far as it could be read; it counts only when no error was reported.</summary>
    public Policy? Read(YamlNode root, string name, string sha256)
    {
        if (_values.Fields(root, PolicyKeys.Document) is not { } fields)
        {
            return null;
        }
        CheckVersion(fields["version"]);
        var tiers = new TierReader(_values).Read(fields["tiers"]);
        var settings = new CheckSettingsReader(_values, checks).Layer(fields["checks"]);
        var policy = new Policy
        {
            Name = name,
            Sha256 = sha256,
            Mode = _values.Word(fields["mode"], PolicyWords.Modes) ?? EnforcementMode.Observe,
            TrustedSources = new AddressReader(_values).Trusted(fields["trustedSources"]),
            Tiers = tiers,
            Flows = new FlowReader(_values, tiers).Read(fields["flows"]),
            Checks = settings,
            Scopes = new ScopeReader(_values, checks, settings).Read(fields["scopes"]),
            Exemptions = new ExemptionReader(_values, checks).Read(fields["exemptions"]),
            Quarantine = new QuarantineReader(_values).Read(fields["quarantine"]),
            Guardrails = new GuardrailsReader(_values).Read(fields["guardrails"]),
            Tickets = fields["tickets"] is { } tickets ? new TicketsReader(_values).Read(tickets) : [],
            Notify = fields["notify"] is { } notify ? new NotifyReader(_values).Read(notify) : [],
        };
        WarnOfNarrowToNothing(policy, fields["checks"]);
        return policy;
    }

    private void CheckVersion(YamlNode? node)
    {
        if (node is null or YamlUnusable)
        {
            return;
        }
        if (node is not YamlScalar { IsPlain: true, Text: "1" })
        {
            var found = node is YamlScalar { IsNull: false } scalar ? $"'{Excerpt.Of(scalar.Text)}'" : node.Kind;
            problems.Error(node, $"expected {Version}, found {found}", $"Write version: {Version}, without quotes");
        }
    }

    private void WarnOfNarrowToNothing(Policy policy, YamlNode? checksNode)
    {
        if (!policy.TrustedSources.IsEmpty || checksNode is not YamlMapping mapping)
        {
            return;
        }
        var narrowed = mapping
            .Entries.Select(entry => (entry.Value as YamlMapping)?.Find("fix")?.Value)
            .OfType<YamlScalar>();
        foreach (var fix in narrowed.Where(fix => fix.Text == "narrow"))
        {
            problems.Warning(fix, "there are no trustedSources to narrow to, so this is the same as remove");
        }
    }
}
