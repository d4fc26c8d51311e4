using Remediation.Core.Planning;
using Remediation.Engine.Organizations;

namespace Remediation.Engine.Tests.Organizations;

/// <summary>Accounts and their units as a test says them.</summary>
internal sealed class ScriptedDirectory : IAccountDirectory, IUnitDirectory
{
    public Dictionary<(string Account, string Region), IAccount> Open { get; } = [];

    public Dictionary<string, IReadOnlyList<string>> Units { get; } = [];

    public List<(string Account, string Region, string Purpose)> Opened { get; } = [];

    public ValueTask<AccountAccess> OpenAsync(
        string account,
        string region,
        string purpose,
        CancellationToken cancellationToken
    )
    {
        Opened.Add((account, region, purpose));
        return ValueTask.FromResult(
            Open.TryGetValue((account, region), out var open)
                ? AccountAccess.Of(open, $"arn:aws:iam::{account}:role/spoke")
                : AccountAccess.Refused(new("AccountNotOpen", "the spoke is not there"), isRetryable: false)
        );
    }

    public ValueTask<StoreAnswer<IReadOnlyList<string>>> UnitsOfAsync(
        string account,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            Units.TryGetValue(account, out var units)
                ? StoreAnswer<IReadOnlyList<string>>.Of(units)
                : StoreAnswer<IReadOnlyList<string>>.Failed(new CallError("Throttled", "slow down"))
        );
}
