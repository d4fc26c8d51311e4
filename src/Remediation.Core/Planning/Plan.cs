using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Core.Planning;

/// <summary>
/// The calls that would bring one resource to a state in which the targeted checks pass, in order. Making a plan changes
/// nothing, and a plan may be wrong: only <see cref="PlanValidator"/> says whether it may be shown or applied.
/// </summary>
public sealed class Plan
{
    private readonly Lazy<string> _hash;

    public Plan() => _hash = new(ComputeHash);

    /// <summary>The state that the plan was made for.</summary>
    public required ResourceState Before { get; init; }

    /// <summary>The state that it is to lead to.</summary>
    public required ResourceState Desired { get; init; }

    public required ImmutableArray<ApiCall> Calls { get; init; }

    /// <summary>The evaluations that it targets: each failed before.</summary>
    public required ImmutableArray<CheckEvaluation> Targets { get; init; }

    public ResourceId Resource => Before.Id;

    /// <summary>The ids of the checks that it targets, in catalogue order.</summary>
    public IEnumerable<string> CheckIds => Targets.Select(target => target.Check.Metadata.Id);

    /// <summary>
    /// SHA-256 over the resource, the state it was made for and the calls, lower-case hex. Approving a hash approves exactly
    /// this, and nothing once the resource has moved.
    /// </summary>
    public string Hash => _hash.Value;

    /// <summary>Whether it is to settle the finding.</summary>
    public bool Settles(Finding finding) =>
        finding.Status == FindingStatus.Fail && CheckIds.Contains(finding.Check.Id, StringComparer.Ordinal);

    private string ComputeHash()
    {
        var calls = string.Join('\n', Calls.Select(call => call.ToString()));
        var text = $"{Before.Id.Arn}\n{Before.Fingerprint}\n{calls}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
