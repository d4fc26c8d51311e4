using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>What changed of a list of domain names.</summary>
internal static class DomainListChanges
{
    public static void Between(ChangeCollector changes, DomainList? before, DomainList? after, DocumentPath place)
    {
        switch (before, after)
        {
            case (null, null):
                return;
            case ({ }, null):
                changes.Add(ChangeEffect.Weaker, $"the list of domain names ({before.Kind}) removed", place);
                return;
            case (null, { }):
                changes.Add(ChangeEffect.Stronger, $"a list of domain names ({after.Kind}) added", place);
                return;
            case ({ }, { }) when before.Equals(after):
                return;
        }
        if (before!.Kind != after!.Kind)
        {
            changes.Add(
                Rank(after.Kind) is { } now && Rank(before.Kind) is { } was && now != was
                    ? now < was
                        ? ChangeEffect.Weaker
                        : ChangeEffect.Stronger
                    : ChangeEffect.Unknown,
                $"list of domain names: {before.Kind} → {after.Kind}",
                place
            );
        }
        foreach (var protocol in before.Protocols.Except(after.Protocols, StringComparer.Ordinal))
        {
            changes.Add(ChangeEffect.Weaker, $"domain names are no longer looked for in {protocol}", place);
        }
        foreach (var protocol in after.Protocols.Except(before.Protocols, StringComparer.Ordinal))
        {
            changes.Add(ChangeEffect.Stronger, $"domain names are looked for in {protocol} too", place);
        }
        Targets(changes, before, after, place);
    }

    private static void Targets(ChangeCollector changes, DomainList before, DomainList after, DocumentPath place)
    {
        foreach (var target in before.Targets.Except(after.Targets, StringComparer.OrdinalIgnoreCase))
        {
            changes.Add(
                after.Covers(target) ? ChangeEffect.Neutral
                    : after.IsAllowList ? ChangeEffect.Stronger
                    : ChangeEffect.Weaker,
                $"{target} taken off the {after.Kind}",
                place
            );
        }
        foreach (var target in after.Targets.Except(before.Targets, StringComparer.OrdinalIgnoreCase))
        {
            changes.Add(
                before.Covers(target) ? ChangeEffect.Neutral
                    : after.IsAllowList ? ChangeEffect.Weaker
                    : ChangeEffect.Stronger,
                $"{target} put on the {after.Kind}",
                place
            );
        }
    }

    // An allow list keeps out all but its names.
    private static int? Rank(string kind) =>
        kind switch
        {
            "ALERTLIST" => 0,
            "DENYLIST" or "REJECTLIST" => 1,
            "ALLOWLIST" => 2,
            _ => null,
        };
}
