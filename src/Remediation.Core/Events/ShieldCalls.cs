using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Shield;

namespace Remediation.Core.Events;

/// <summary>
/// The calls of Shield Advanced that can change what is protected. Deletions name a protection by an id that says nothing of the
/// resource; all of them lead to the protections of the account.
/// </summary>
internal static class ShieldCalls
{
    internal static IReadOnlyDictionary<string, Func<JsonElement, string, NamedResources>> Readers { get; } =
        new Dictionary<string, Func<JsonElement, string, NamedResources>>(StringComparer.Ordinal)
        {
            ["CreateProtection"] = All,
            ["DeleteProtection"] = All,
            ["CreateSubscription"] = All,
            ["DeleteSubscription"] = All,
            ["EnableApplicationLayerAutomaticResponse"] = All,
            ["UpdateApplicationLayerAutomaticResponse"] = All,
            ["DisableApplicationLayerAutomaticResponse"] = All,
            ["AssociateHealthCheck"] = All,
            ["DisassociateHealthCheck"] = All,
            ["EnableProactiveEngagement"] = All,
            ["DisableProactiveEngagement"] = All,
        };

    private static NamedResources All(JsonElement record, string name) =>
        NamedResources.Of(
            [new NamedResource(ResourceTypes.ShieldProtections, ShieldProtections.OnlyId)],
            NamedResources.Ignored($"{name} concerns no protection")
        );
}
