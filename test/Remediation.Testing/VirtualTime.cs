namespace Remediation.Testing;

/// <summary>A clock that only moves when somebody waits on it or moves it: a delay is over at once, and that much later.</summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _now = start;

    public VirtualTime()
        : this(new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero)) { }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            // No two looks at a clock are at one time.
            _now += TimeSpan.FromMicroseconds(1);
            return _now;
        }
    }

    public void Advance(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero)
        {
            Advance(dueTime);
            // Not in line: whoever makes the timer does not expect it to be over before it has it in hand.
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        return new SpentTimer();
    }

    private sealed class SpentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
