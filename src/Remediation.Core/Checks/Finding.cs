using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Core.Checks;

/// <summary>One check's verdict on one resource that somebody should know of. The id is the same whenever the same is found.</summary>
public sealed record Finding
{
    public required CheckMetadata Check { get; init; }

    public required ResourceId Resource { get; init; }

    public required FindingStatus Status { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The response after mode-independent limits: what would be done in enforce mode.</summary>
    public required Response Response { get; init; }

    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>For <see cref="FindingStatus.Unknown"/>: what could not be resolved.</summary>
    public ImmutableArray<string> Unknowns { get; init; } = [];

    /// <summary>For <see cref="FindingStatus.Exempted"/>: the exemption that holds.</summary>
    public Exemption? Exemption { get; init; }

    /// <summary><c>f-</c> and twelve hex digits, from check, resource and status alone.</summary>
    public string Id =>
        "f-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Check.Id}\n{Resource.Arn}\n{Status}")))[
            ..12
        ];
}
