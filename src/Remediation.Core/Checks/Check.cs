using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Core.Checks;

/// <summary>
/// A pure judgement of one resource's state against the policy. It reads nothing, changes nothing and builds no API calls.
/// Derive from <see cref="Check{TState}"/>.
/// </summary>
public abstract class Check
{
    public abstract CheckMetadata Metadata { get; }

    /// <summary>
    /// The facts that it needs under a policy: none of those of its metadata where the policy gives it nothing to judge by.
    /// </summary>
    public virtual SurroundingKinds SurroundingsUnder(Policy policy) => Metadata.Surroundings;

    /// <summary>Judges the state. A state of another resource type is a bug.</summary>
    public abstract CheckResult Evaluate(ResourceState state, CheckContext context);

    /// <summary>The least changed state in which the check passes; asked for only when it fails.</summary>
    public abstract DesiredState Desired(ResourceState state, CheckContext context);
}
