using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Planning;

namespace Remediation.Engine.Organizations;

/// <summary>
/// The organizational units of accounts as AWS Organizations tells them, each asked for once in a while:
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html. Only the management account and delegated
/// administrators may ask.
/// </summary>
public sealed class OrganizationUnits(IDocumentSource aws, TimeProvider time) : IUnitDirectory
{
    // AWS nests five units below the root.
    private const int MostLevels = 8;

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Units, DateTimeOffset Until)> _known = new(
        StringComparer.Ordinal
    );

    /// <summary>The IAM action that it needs.</summary>
    public static ImmutableArray<string> Actions { get; } = ["organizations:ListParents"];

    public async ValueTask<StoreAnswer<IReadOnlyList<string>>> UnitsOfAsync(
        string account,
        CancellationToken cancellationToken
    )
    {
        if (_known.TryGetValue(account, out var known) && known.Until > time.GetUtcNow())
        {
            return StoreAnswer<IReadOnlyList<string>>.Of(known.Units);
        }
        var answer = await AskAsync(account, cancellationToken);
        if (answer.IsAnswered)
        {
            _known[account] = (answer.Value, time.GetUtcNow() + _lifetime);
        }
        return answer;
    }

    private async Task<StoreAnswer<IReadOnlyList<string>>> AskAsync(string account, CancellationToken cancellationToken)
    {
        var units = new List<string>();
        for (var child = account; units.Count < MostLevels; child = units[^1])
        {
            var request = new JsonObject { ["ChildId"] = child }.ToJsonString();
            var answer = await aws.CallAsync("organizations", "ListParents", request, cancellationToken);
            if (!answer.IsAnswered)
            {
                return StoreAnswer<IReadOnlyList<string>>.Failed(answer.Error);
            }
            if (Parent(answer.Document.Root) is not var (id, isRoot))
            {
                return Malformed($"AWS Organizations tells no parent of {child}");
            }
            units.Add(id);
            if (isRoot)
            {
                return StoreAnswer<IReadOnlyList<string>>.Of(units);
            }
        }
        return Malformed($"{account} is below more than {MostLevels} units");
    }

    private static (string Id, bool IsRoot)? Parent(JsonElement answer) =>
        answer.TryGetProperty("Parents", out var parents)
        && parents.ValueKind == JsonValueKind.Array
        && parents.GetArrayLength() == 1
        && parents[0].TryGetProperty("Id", out var id)
        && parents[0].TryGetProperty("Type", out var type)
            ? (id.GetString()!, type.GetString() == "ROOT")
            : null;

    private static StoreAnswer<IReadOnlyList<string>> Malformed(string reason) =>
        StoreAnswer<IReadOnlyList<string>>.Failed(new CallError("UnitUnknown", reason));
}
