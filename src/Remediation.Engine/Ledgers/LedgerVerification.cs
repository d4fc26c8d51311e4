using System.Collections.Immutable;
using System.Text;

namespace Remediation.Engine.Ledgers;

/// <summary>What holding a ledger against its chains gave.</summary>
/// <param name="Resources">How many resources have a history.</param>
/// <param name="Entries">How many entries there are in all.</param>
/// <param name="Root">
/// SHA-256 over the heads of all chains: noted elsewhere, it proves later that no history was made anew up to that point.
/// </param>
/// <param name="Faults">Every place at which something is not as it was recorded.</param>
public sealed record LedgerVerification(int Resources, int Entries, string Root, ImmutableArray<LedgerFault> Faults)
{
    public bool IsSound => Faults.IsEmpty;

    /// <summary>The root of chains, each told by its place and its head.</summary>
    public static string RootOf(IEnumerable<(string Place, LedgerHead Head)> chains) =>
        LedgerChain.HashOf(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    chains
                        .OrderBy(chain => chain.Place, StringComparer.Ordinal)
                        .Select(chain => $"{chain.Place} {chain.Head}")
                )
            )
        );
}
