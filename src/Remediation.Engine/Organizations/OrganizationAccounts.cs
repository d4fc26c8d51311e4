using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Engine.Organizations;

/// <summary>
/// The accounts of the organization that can be worked in: those that are active.
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html.
/// </summary>
public sealed class OrganizationAccounts(IDocumentSource aws)
{
    /// <summary>The IAM action that it needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["organizations:ListAccounts"];

    /// <summary>Their ids in order, or why they are not known; a part is never taken for the whole.</summary>
    public async Task<StoreAnswer<IReadOnlyList<string>>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await aws.AllAsync("organizations", "ListAccounts", "{}", "Accounts", cancellationToken);
        return answer.IsAnswered
            ? StoreAnswer<IReadOnlyList<string>>.Of([
                .. answer
                    .Document.Root.EnumerateArray()
                    .Where(IsActive)
                    .Select(account => account.GetProperty("Id").GetString()!)
                    .Order(StringComparer.Ordinal),
            ])
            : StoreAnswer<IReadOnlyList<string>>.Failed(answer.Error);
    }

    // State is to replace Status, which is told until September 2026.
    private static bool IsActive(JsonElement account) =>
        (account.TryGetProperty("State", out var state) || account.TryGetProperty("Status", out state))
        && state.GetString() == "ACTIVE";
}
