using Remediation.Core.Resources;

namespace Remediation.Core.Checks;

/// <summary>A check on resources of one type.</summary>
public abstract class Check<TState> : Check
    where TState : ResourceState
{
    public sealed override CheckResult Evaluate(ResourceState state, CheckContext context) =>
        Evaluate((TState)state, context);

    public sealed override DesiredState Desired(ResourceState state, CheckContext context) =>
        Desired((TState)state, context);

    protected abstract CheckResult Evaluate(TState state, CheckContext context);

    protected virtual DesiredState Desired(TState state, CheckContext context) =>
        DesiredState.None(Metadata.FixDescription);
}
