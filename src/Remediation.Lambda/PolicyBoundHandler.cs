using Remediation.Core.Policies;
using Remediation.Engine.PolicyDocuments;
using Remediation.Lambda.Hosting;
using Remediation.Lambda.Telemetry;

namespace Remediation.Lambda;

/// <summary>
/// Handles every invocation by the policy that is in force then: looks for a newer one first, tells when there is one and when the
/// present one cannot be used, and hands the invocation to a handler for the policy. What to do by a policy is that handler's affair.
/// </summary>
/// <param name="watch">The policy in force.</param>
/// <param name="compose">Makes the handler for a policy.</param>
/// <param name="log">Where it is told.</param>
/// <param name="metrics">Where it is counted.</param>
/// <param name="time">The clock.</param>
public sealed class PolicyBoundHandler(
    PolicyWatch watch,
    Func<Policy, InvocationHandler> compose,
    FunctionLog log,
    FunctionMetrics metrics,
    TimeProvider time
)
{
    private (Policy Policy, InvocationHandler Handle)? _inForce;
    private PolicyFault? _toldFault;

    public async ValueTask<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var state = await watch.RefreshAsync(cancellationToken);
        Tell(state, invocation);
        metrics.WritePolicy(time.GetUtcNow(), state.Fault is { IsCounted: true });
        if (_inForce is not { } current || !ReferenceEquals(current.Policy, state.Policy))
        {
            current = (state.Policy, compose(state.Policy));
            _inForce = current;
        }
        return await current.Handle(invocation, cancellationToken);
    }

    private void Tell(PolicyState state, Invocation invocation)
    {
        if (!ReferenceEquals(_inForce?.Policy, state.Policy))
        {
            log.WriteInForce(state, invocation);
        }
        // The same fault is told once; that it is still there, the metric says.
        if (
            state.Fault is { } fault
            && (fault.Reason, fault.IsCounted) != (_toldFault?.Reason, _toldFault?.IsCounted ?? false)
        )
        {
            log.WriteFault(state, fault, invocation);
        }
        _toldFault = state.Fault;
        if (state.Unkept is { } unkept)
        {
            log.WriteWarning(
                $"the valid policy could not be kept for a start while the present one is not valid: {unkept}",
                invocation
            );
        }
    }
}
