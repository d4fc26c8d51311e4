using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Core;

namespace Remediation.Cli.Commands;

/// <summary>The options that say where the ledger is: <c>--ledger DIR</c>, or <c>--table NAME [--bucket NAME]</c>.</summary>
internal sealed class StoresOptions(bool isRecursive = false)
{
    private readonly Option<string?> _ledger = new("--ledger")
    {
        HelpName = "DIR",
        Description = "The folder in which changes are recorded.",
        Recursive = isRecursive,
    };
    private readonly Option<string?> _table = new("--table")
    {
        HelpName = "NAME",
        Description = "The ledger table of a deployment, in the account and region that the environment names.",
        Recursive = isRecursive,
    };
    private readonly Option<string?> _bucket = new("--bucket")
    {
        HelpName = "NAME",
        Description = "The bucket of the deployment, where prior states are that are too large for the table.",
        Recursive = isRecursive,
    };

    public void AddTo(Command command)
    {
        command.Add(_ledger);
        command.Add(_table);
        command.Add(_bucket);
    }

    /// <summary>Whether any of them is given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_ledger) is not null
        || parsed.GetValue(_table) is not null
        || parsed.GetValue(_bucket) is not null;

    /// <summary>What is wrong with how the options go together, or null.</summary>
    public string? Objection(ParseResult parsed)
    {
        var (ledger, table, bucket) = (parsed.GetValue(_ledger), parsed.GetValue(_table), parsed.GetValue(_bucket));
        return (ledger is null) == (table is null)
                ? "Say where the ledger is: --ledger DIR, or --table NAME (one of them)."
            : bucket is not null && table is null ? "--bucket goes with --table."
            : null;
    }

    /// <summary>The stores to read, or why there are none.</summary>
    public ParseResult<StoresInput> OpenToRead(ParseResult parsed, Session session) =>
        parsed.GetValue(_ledger) is not { } folder
            ? StoresInput.OfTable(parsed.GetValue(_table)!, parsed.GetValue(_bucket), session.Variable)
        : Directory.Exists(folder) ? ParseResult<StoresInput>.Success(StoresInput.ToRead(folder, session.Time))
        : ParseResult<StoresInput>.Failure($"--ledger {folder}: there is no such folder");

    /// <summary>The stores to write, a folder that is not there being made; or why there are none.</summary>
    public ParseResult<StoresInput> OpenNew(ParseResult parsed, Session session) =>
        parsed.GetValue(_ledger) is { } folder
            ? StoresInput.ToWrite(folder, session.Time)
            : OpenToRead(parsed, session);

    /// <summary>The stores to write as well, or why there are none.</summary>
    public ParseResult<StoresInput> OpenToWrite(ParseResult parsed, Session session) =>
        parsed.GetValue(_ledger) is not { } folder ? OpenToRead(parsed, session)
        : Directory.Exists(folder) ? StoresInput.ToWrite(folder, session.Time)
        : ParseResult<StoresInput>.Failure($"--ledger {folder}: there is no such folder");
}
