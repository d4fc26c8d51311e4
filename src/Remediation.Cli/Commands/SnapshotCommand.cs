using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Engine;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline.Export;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate snapshot</c>: exports the live account as a folder that every other command reads; changes nothing.</summary>
internal sealed class SnapshotCommand
{
    private const string OutOption = "--out";

    private readonly Option<string> _out = new(OutOption)
    {
        HelpName = "DIR",
        Description = "The folder to write: a new or an empty one.",
        Required = true,
    };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Let the folder be any: what is there of an earlier export is replaced, other files stay.",
    };
    private readonly Option<string> _format = CommonOptions.Format();

    private SnapshotCommand() { }

    public static Command Create(Session session)
    {
        var options = new SnapshotCommand();
        var command = new Command(
            "snapshot",
            "Export the live account with calls that only read. The usual credential chain, AWS_REGION and AWS_ENDPOINT_URL "
                + "are honoured."
        )
        {
            options._out,
            options._force,
            options._format,
        };
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, session, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(_out);
        if (SnapshotTarget.Objection(OutOption, folder, null, parsed.GetValue(_force)) is { } objection)
        {
            return session.RefuseUsage(objection, "remediate snapshot");
        }
        if (!LiveAccount.OpenForExport(session.Variable).TryGet(out var source, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        try
        {
            var exported = await ExportAsync(source, folder, session, cancellationToken);
            return Finish(exported, folder, parsed, session);
        }
        catch (AccountException unread)
        {
            session.Refuse($"the account could not be read: {unread.Error}");
            return ExitCode.CallFailed;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            session.Refuse($"{OutOption} {folder}: it cannot be written: {fault.Message}");
            return ExitCode.BadInput;
        }
    }

    private static async Task<ExportedSnapshot> ExportAsync(
        IDocumentSource source,
        string folder,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var progress = new ExportingProgress(session);
        try
        {
            return await SnapshotExport.RunAsync(
                source,
                ResourceLayers.All,
                folder,
                session.Time,
                progress,
                cancellationToken
            );
        }
        finally
        {
            progress.Clear();
        }
    }

    private int Finish(ExportedSnapshot exported, string folder, ParseResult parsed, Session session)
    {
        foreach (var gap in exported.Gaps)
        {
            session.Refuse(
                $"{gap.What} is left out, and unknown to whoever reads {folder}: {gap.Reason}; {Remedy(gap)}"
            );
        }
        _ =
            parsed.GetValue(_format) == CommonOptions.Json
                ? Result.Write(session, null, writer => SnapshotJson.Write(writer, exported, folder))
                : Result.Write(session, null, SnapshotLines.Of(exported, folder, session.Width));
        return exported.Gaps.IsEmpty ? ExitCode.Done : ExitCode.CallFailed;
    }

    private static string Remedy(SnapshotGap gap) =>
        $"allow {string.Join(", ", gap.Actions)}, or where the region has no such service, leave it so; then export again";
}
