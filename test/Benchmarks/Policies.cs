using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;

namespace Remediation.Benchmarks;

/// <summary>The policy that everything is measured with, and the whole catalogue.</summary>
internal static class Policies
{
    public static Policy Foundational()
    {
        _ = StarterPolicies.TryGet("foundational", out var text);
        var metadata = CheckCatalog.All.Select(check => check.Metadata).ToArray();
        return PolicyLoader.Load(text!, "foundational.yaml", "foundational", metadata).Policy!;
    }

    public static PolicyEvaluator Evaluator() => new(Foundational(), CheckCatalog.All);
}
