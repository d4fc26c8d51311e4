using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Commands;

/// <summary>What cutting a workload off and letting it out have in common.</summary>
/// <param name="by">What is said of <c>--by</c>.</param>
internal sealed class WorkloadOptions(string by)
{
    private readonly Option<string?> _by = new("--by") { HelpName = "WHO", Description = by };
    private readonly Option<string?> _snapshotOut = new("--snapshot-out")
    {
        HelpName = "DIR",
        Description = "Write the snapshot's account as it is afterwards to a new or empty folder.",
    };
    private readonly Option<string> _format = CommonOptions.Format();

    public StoresOptions Stores { get; } = new();

    public Option<string?> Snapshot { get; } = CommonOptions.Snapshot();

    public Option<bool> Live { get; } = CommonOptions.Live();

    public Option<bool> Apply { get; } =
        new("--apply")
        {
            Description = "Make the calls. On a snapshot this changes the account in memory; see --snapshot-out.",
        };

    public Option<string?> Reason { get; } =
        new("--reason") { HelpName = "TEXT", Description = "Why, for the ledger." };

    public void AddTo(Command command)
    {
        command.Add(Snapshot);
        command.Add(Live);
        command.Add(Apply);
        command.Add(Reason);
        command.Add(_by);
        command.Add(_snapshotOut);
        command.Add(_format);
        Stores.AddTo(command);
    }

    /// <summary>What is wrong with how the options go together, or null.</summary>
    public string? Objection(ParseResult parsed)
    {
        var (hasSnapshot, isLive) = (parsed.GetValue(Snapshot) is not null, parsed.GetValue(Live));
        return hasSnapshot == isLive ? "Say which account to change: --snapshot DIR or --live (one of them)."
            : parsed.GetValue(_snapshotOut) is not null && !hasSnapshot
                ? "--snapshot-out writes a snapshot's account: it goes with --snapshot."
            : Stores.IsGiven(parsed) ? Stores.Objection(parsed)
            : null;
    }

    public string? TargetObjection(ParseResult parsed) =>
        parsed.GetValue(_snapshotOut) is { } folder
            ? SnapshotTarget.Objection("--snapshot-out", folder, parsed.GetValue(Snapshot), isForced: false)
            : null;

    public string By(ParseResult parsed) => parsed.GetValue(_by) ?? Environment.UserName;

    /// <summary>Shows what it came to, writes the account, and gives the exit code.</summary>
    public int Finish(
        QuarantineResult result,
        WorkloadWords words,
        AccountInput account,
        ParseResult parsed,
        Session session
    )
    {
        if (result.Workload is null)
        {
            session.Refuse(result.Failure!);
            return result.IsRetryable ? ExitCode.CallFailed : ExitCode.BadInput;
        }
        var isApplied = parsed.GetValue(Apply);
        if (parsed.GetValue(_format) == CommonOptions.Json)
        {
            Result.Write(session, null, writer => WorkloadJson.Write(writer, result, words, isApplied));
        }
        else
        {
            Result.Write(session, null, WorkloadLines.Of(result, words, isApplied, session.Width));
        }
        if (
            parsed.GetValue(_snapshotOut) is { } target
            && account.Snapshot is { } snapshot
            && SnapshotTarget.Write(snapshot.Content, target) is { } unwritten
        )
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        return result.Failure is not null || result.HasConflicts ? ExitCode.CallFailed : ExitCode.Done;
    }
}
