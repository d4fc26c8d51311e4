using System.Collections.Immutable;

namespace Remediation.Core.Planning;

/// <summary>The validator's word on a plan: its proof, and every objection. A plan with an objection is never applied.</summary>
public sealed record PlanVerdict(Proof Proof, ImmutableArray<string> Objections)
{
    public bool IsValid => Objections.IsEmpty;
}
