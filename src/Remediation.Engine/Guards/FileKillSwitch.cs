namespace Remediation.Engine.Guards;

/// <summary>
/// A switch that is a file beside the ledger: while it is there nothing is changed automatically. What stands in it is the reason.
/// </summary>
public sealed class FileKillSwitch(string path) : IKillSwitch
{
    /// <summary>The name that the file has in a ledger's folder.</summary>
    public const string FileName = "STOP";

    public ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Read());

    private KillSwitchState Read()
    {
        try
        {
            var reason = File.ReadAllText(path).Trim();
            return new(IsEngaged: true, reason.Length > 0 ? $"{reason} ({path})" : $"{path} is there");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return KillSwitchState.Clear;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(IsEngaged: true, fault.Message, IsUnreadable: true);
        }
    }
}
