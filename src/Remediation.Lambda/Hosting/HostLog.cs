using System.Text;

namespace Remediation.Lambda.Hosting;

/// <summary>
/// The host's own lines in the function's log: one JSON object for each failure, as CloudWatch Logs searches them. It is
/// not the record of what the engine did, which is in the ledger.
/// </summary>
public sealed class HostLog(TextWriter output)
{
    /// <summary>Writes one line; with the request id when the failure belongs to an invocation.</summary>
    public void Write(RuntimeError error, string? requestId = null) =>
        output.WriteLine(Encoding.UTF8.GetString(error.ToLogLine(requestId).Span));
}
