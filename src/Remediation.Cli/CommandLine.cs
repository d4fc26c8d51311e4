using System.CommandLine;
using System.CommandLine.Help;
using Remediation.Cli.Commands;
using Remediation.Core.Diagnostics;

namespace Remediation.Cli;

/// <summary>The <c>remediate</c> command: from arguments to an exit code. It reads no environment but through the session.</summary>
internal static class CommandLine
{
    /// <summary>The product's version, as the build names it.</summary>
    public static string Version => typeof(CommandLine).Assembly.GetName().Version?.ToString(3) ?? "";

    public static async Task<int> RunAsync(string[] arguments, Session session, CancellationToken cancellationToken)
    {
        // A file name that starts with @ is a file name.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = Root(session).Parse(arguments, parser);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed, session);
        }
        using var help = new StreamWriter(session.Output, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        var invocation = new InvocationConfiguration
        {
            Output = help,
            Error = session.Error,
            EnableDefaultExceptionHandler = false,
            // It would end the process while a call is without its answer; the composition root listens instead.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            session.Refuse("stopped before the end");
            return ExitCode.CallFailed;
        }
    }

    private static RootCommand Root(Session session)
    {
        var root = new RootCommand(
            "Finds changes that weaken the network layers of an AWS account, proves a plan that takes away only the "
                + "offence, and applies it. Exit codes: 0 done, 1 findings at or above --fail-on, 2 bad usage or input, "
                + "3 a call or apply failed."
        )
        {
            AuditCommand.Create(session),
            HandleCommand.Create(session),
            SnapshotCommand.Create(session),
            ApplyCommand.Create(session),
            UndoCommand.Create(session),
            QuarantineCommand.Create(session),
            ReleaseCommand.Create(session),
            LedgerCommand.Create(session),
            BaselineCommand.Create(session),
            PolicyCommand.Create(session),
            ChecksCommand.Create(session),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpAction { MaxWidth = session.Width };
        }
        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction();
        }
        return root;
    }

    private static int Refuse(ParseResult parsed, Session session)
    {
        foreach (var fault in Faults(parsed))
        {
            session.Refuse(fault);
        }
        var path = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, at.Command is RootCommand ? "remediate" : at.Command.Name);
        }
        session.Error.WriteLine($"{string.Join(' ', path)} --help tells what it takes.");
        return ExitCode.BadInput;
    }

    private static IEnumerable<string> Faults(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens;
        var names = command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name));
        if (command.Subcommands.Count == 0)
        {
            // What the parser says of a word that it does not know is all but what was meant.
            var hints = unknown.Select(word => (Word: $"'{word}'", Nearest: NearestName.Of(word, names))).ToList();
            return parsed
                .Errors.Select(error => error.Message)
                .Distinct(StringComparer.Ordinal)
                .Select(message =>
                    hints.Find(hint => message.Contains(hint.Word, StringComparison.Ordinal)).Nearest is { } nearest
                        ? $"{message} Did you mean {nearest}?"
                        : message
                );
        }
        var commands = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return unknown.Count == 0
            ? [$"say what to do: {commands}"]
            : unknown.Take(1).Select(word => $"'{word}' is not known here. {NearestName.Hint(word, [.. names])}");
    }
}
