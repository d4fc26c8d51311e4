using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Checks;

/// <summary>One control of a published standard, the checks that cover it, or the reason why none does.</summary>
/// <param name="Control">The control.</param>
/// <param name="Checks">The ids of the checks, in catalogue order.</param>
/// <param name="Reason">Why no check covers it, or null where one does.</param>
public sealed record ControlCoverage(Control Control, ImmutableArray<string> Checks, string? Reason)
{
    /// <summary>Every control that a check names or that is known to be left out, by its id.</summary>
    public static ImmutableArray<ControlCoverage> All { get; } =
    [
        .. CheckCatalog
            .All.SelectMany(check => check.Metadata.Controls.Select(control => (control, check.Metadata.Id)))
            .GroupBy(item => item.control.Id, StringComparer.Ordinal)
            .Select(group => new ControlCoverage(group.First().control, [.. group.Select(item => item.Id)], null))
            .Concat(UncoveredControls.All.Select(item => new ControlCoverage(item.Control, [], item.Reason)))
            .OrderBy(coverage => SortKey(coverage.Control.Id), StringComparer.Ordinal),
    ];

    // EC2.2 before EC2.13.
    private static string SortKey(string id)
    {
        var digits = id.Length - id.TrimEnd([.. "0123456789"]).Length;
        return digits == id.Length ? id : id[..^digits] + id[^digits..].PadLeft(6, '0');
    }
}
