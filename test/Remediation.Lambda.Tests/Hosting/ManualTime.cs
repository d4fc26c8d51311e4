using System.Collections.Concurrent;

namespace Remediation.Lambda.Tests.Hosting;

/// <summary>A clock that stands still, and timers that go off only when a test says so.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly ConcurrentQueue<ManualTimer> _timers = new();

    /// <summary>After how long each timer asked to go off, in the order they were made.</summary>
    public IEnumerable<TimeSpan> Due => _timers.Select(timer => timer.Due);

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), dueTime);
        _timers.Enqueue(timer);
        return timer;
    }

    public void Fire()
    {
        foreach (var timer in _timers)
            timer.Fire();
    }

    private sealed class ManualTimer(Action fire, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
