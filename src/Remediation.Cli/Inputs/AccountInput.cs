using Remediation.Core;
using Remediation.Engine;
using Remediation.Engine.Offline;

namespace Remediation.Cli.Inputs;

/// <summary>The account that a command works on: a snapshot's, in memory, or the live one.</summary>
/// <param name="Snapshot">The same account where it is a snapshot's, else null.</param>
internal sealed record AccountInput(IAccount Account, SnapshotAccount? Snapshot)
{
    /// <summary>The account, or null after every error has been told.</summary>
    /// <param name="snapshotFolder">A folder of AWS CLI outputs, or null for the live account.</param>
    public static AccountInput? Open(string? snapshotFolder, Session session) =>
        snapshotFolder is null ? OpenLive(session) : OpenSnapshot(snapshotFolder, session);

    private static AccountInput? OpenLive(Session session)
    {
        if (LiveAccount.Open(session.Variable).TryGet(out var account, out var error))
        {
            return new(account, null);
        }
        session.Refuse(error);
        return null;
    }

    private static AccountInput? OpenSnapshot(string folder, Session session)
    {
        if (!Load(folder).TryGet(out var loaded, out var error))
        {
            session.Refuse(error);
            return null;
        }
        session.Report(loaded.Diagnostics);
        if (loaded.HasErrors)
        {
            return null;
        }
        var account = new SnapshotAccount(loaded.Snapshot);
        return new(account, account);
    }

    private static ParseResult<LoadedSnapshot> Load(string folder)
    {
        try
        {
            return ParseResult<LoadedSnapshot>.Success(SnapshotReader.Load(folder));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ParseResult<LoadedSnapshot>.Failure($"{folder}: the snapshot cannot be read: {fault.Message}");
        }
    }
}
