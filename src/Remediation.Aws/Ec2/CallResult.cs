using Remediation.Core.Planning;

namespace Remediation.Aws.Ec2;

/// <summary>What EC2 answered to a mutation with status 200: that it was done, or, in its body, that it was not.</summary>
internal sealed record CallResult(CallError? Refusal)
{
    public static CallResult Done { get; } = new((CallError?)null);
}
