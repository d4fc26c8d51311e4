using System.CommandLine;
using Remediation.Checks;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate checks [ID]</c>: lists the checks, or explains one.</summary>
internal static class ChecksCommand
{
    public static Command Create(Session session)
    {
        var id = new Argument<string?>("ID")
        {
            Description = "The check to explain; without it all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var controls = new Option<bool>("--controls")
        {
            Description =
                "List the controls of published standards, each with the checks that cover it or why none does.",
        };
        var format = CommonOptions.Format();
        var command = new Command("checks", "List the checks, or explain one.") { id, controls, format };
        command.SetAction(parsed =>
        {
            var isJson = parsed.GetValue(format) == CommonOptions.Json;
            if (!parsed.GetValue(controls))
            {
                return Run(parsed.GetValue(id), isJson, session);
            }
            return parsed.GetValue(id) is null
                ? ListControls(isJson, session)
                : session.RefuseUsage("--controls lists all controls: leave out the check.", "remediate checks");
        });
        return command;
    }

    private static int Run(string? id, bool isJson, Session session)
    {
        var all = CheckCatalog.All.Select(check => check.Metadata).ToList();
        var chosen = id is null ? all : all.FindAll(check => check.Id == id);
        if (chosen.Count == 0)
        {
            session.Refuse($"there is no check {id}. {Near(id!, all)}remediate checks lists all {all.Count}");
            return ExitCode.BadInput;
        }
        if (isJson)
        {
            Result.Write(session, null, writer => ChecksJson.Write(writer, chosen));
            return ExitCode.Done;
        }
        var lines = id is null ? CheckLines.List(all, session.Width) : CheckLines.Explain(chosen[0], session.Width);
        Result.Write(session, null, lines);
        return ExitCode.Done;
    }

    private static int ListControls(bool isJson, Session session)
    {
        _ = isJson
            ? Result.Write(session, null, writer => ChecksJson.Write(writer, ControlCoverage.All))
            : Result.Write(session, null, CheckLines.Controls(ControlCoverage.All, session.Width));
        return ExitCode.Done;
    }

    private static string Near(string id, List<CheckMetadata> all)
    {
        var ids = all.Select(check => check.Id).ToList();
        return NearestName.Of(id, ids) is { } nearest ? $"Did you mean {nearest}? "
            : ids.FindAll(known => known.Contains(id, StringComparison.Ordinal)) is { Count: > 0 } alike
                ? $"There are {string.Join(", ", alike)}; "
            : "";
    }
}
