using Remediation.Engine.Offline.Export;

namespace Remediation.Cli.Commands;

/// <summary>Shows on standard error what is being read, where somebody watches; else it says nothing.</summary>
internal sealed class ExportingProgress(Session session) : IProgress<ExportProgress>
{
    private int _shown;

    public void Report(ExportProgress value)
    {
        if (session.ShowsProgress)
        {
            var text = $"reading {value.Type}: {value.Count}";
            session.Error.Write('\r' + text.PadRight(_shown));
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
