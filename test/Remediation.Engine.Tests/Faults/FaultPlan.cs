using Remediation.Core.Planning;

namespace Remediation.Engine.Tests.Faults;

/// <summary>
/// Counts every call that the engine makes of any port, and lets the planned ones go wrong. Once the process is gone every
/// further call of that process throws; a new process starts with <see cref="Restart"/>.
/// </summary>
public sealed class FaultPlan(params (int Point, FaultKind Kind)[] faults)
{
    private readonly Dictionary<int, FaultKind> _faults = faults.ToDictionary(
        fault => fault.Point,
        fault => fault.Kind
    );
    private bool _isDead;

    /// <summary>The calls so far, by the port's and the method's name.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What is done where an event is to come twice.</summary>
    public Action OnDuplicate { get; set; } = () => { };

    /// <summary>What is done where the lease is to be lost.</summary>
    public Action OnLeaseLost { get; set; } = () => { };

    /// <summary>Whether the process is gone.</summary>
    public bool IsDead => _isDead;

    public void Restart() => _isDead = false;

    /// <summary>A call that changes something, or a read that has no older answer to give.</summary>
    /// <param name="name">The port and the method.</param>
    /// <param name="call">What the port does when nothing goes wrong.</param>
    /// <param name="failed">The port's own answer for an error that may pass.</param>
    /// <param name="stale">The answer as it would have been before the last change; null where there is none.</param>
    public async ValueTask<T> CallAsync<T>(
        string name,
        Func<ValueTask<T>> call,
        Func<CallError, T> failed,
        Func<ValueTask<T>>? stale = null
    )
    {
        switch (Next(name))
        {
            case FaultKind.Throttle:
                return failed(new("Throttling", "slow down"));
            case FaultKind.ServerError:
                return failed(new("InternalError", "an error on our side"));
            case FaultKind.TimeoutBeforeCommit:
                return failed(new("RequestTimeout", "nobody answered"));
            case FaultKind.TimeoutAfterCommit:
                await call();
                return failed(new("RequestTimeout", "nobody answered"));
            case FaultKind.StaleRead when stale is not null:
                return await stale();
            case FaultKind.DuplicateEvent:
                OnDuplicate();
                return await call();
            case FaultKind.LeaseLost:
                OnLeaseLost();
                return await call();
            case FaultKind.CrashBefore:
                _isDead = true;
                throw new CrashException();
            case FaultKind.CrashAfter:
                await call();
                _isDead = true;
                throw new CrashException();
            default:
                return await call();
        }
    }

    private FaultKind Next(string name)
    {
        if (_isDead)
        {
            throw new CrashException();
        }
        Calls.Add(name);
        return _faults.GetValueOrDefault(Calls.Count);
    }
}
