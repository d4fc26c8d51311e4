namespace Remediation.Cli.Commands;

/// <summary>Shows on standard error how many resources were judged so far, where somebody watches; else it says nothing.</summary>
internal sealed class ResourceProgress(Session session) : IProgress<int>
{
    private int _shown;

    public void Report(int value)
    {
        if (session.ShowsProgress)
        {
            var text = $"{value} resources judged";
            session.Error.Write('\r' + text);
            _shown = text.Length;
        }
    }

    /// <summary>Takes away what was shown.</summary>
    public void Clear()
    {
        if (_shown > 0)
        {
            session.Error.Write('\r' + new string(' ', _shown) + '\r');
        }
    }
}
