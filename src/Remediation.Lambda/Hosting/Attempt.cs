namespace Remediation.Lambda.Hosting;

/// <summary>
/// What running foreign code gave: its value, or the exception that it let through. It is the one place where any
/// exception is caught, since the host outlives every bug in what it runs and reports it instead.
/// </summary>
internal sealed record Attempt<T>(T? Value, Exception? Error)
{
    public static async ValueTask<Attempt<T>> RunAsync(Func<ValueTask<T>> action)
    {
        try
        {
            return new(await action(), null);
        }
#pragma warning disable CA1031 // Whatever escapes is reported to the platform; nothing is swallowed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(default, exception);
        }
    }
}
