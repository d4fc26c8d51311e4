using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate policy validate|show|learn|test</c>: holds policy documents to the schema, the catalogue and examples, prints or writes one.</summary>
internal static class PolicyCommand
{
    public static Command Create(Session session) =>
        new("policy", "Validate policy documents, test one, show one, or learn one from what there is.")
        {
            Validate(session),
            Show(session),
            PolicyLearnCommand.Create(session),
            PolicyTestCommand.Create(session),
        };

    private static Command Validate(Session session)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policy documents; the name of a starter policy will do too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("validate", "Tell every error with its place, or what a document puts in force.")
        {
            files,
        };
        command.SetAction(parsed => ValidateAll(parsed.GetValue(files) ?? [], session));
        return command;
    }

    private static Command Show(Session session)
    {
        var name = new Argument<string>("NAME|FILE")
        {
            Description = "A starter policy (foundational, layered, strict), or a file.",
        };
        var command = new Command("show", "Print a policy document, to read it or to start your own from it.") { name };
        command.SetAction(parsed => ShowOne(parsed.GetRequiredValue(name), session));
        return command;
    }

    private static int ValidateAll(string[] files, Session session)
    {
        var code = ExitCode.Done;
        foreach (var file in files)
        {
            if (PolicyInput.Load(file, session) is { } policy)
            {
                Result.Write(session, null, PolicyLines.Of(policy, file, session.Width));
            }
            else
            {
                code = ExitCode.BadInput;
            }
        }
        return code;
    }

    private static int ShowOne(string name, Session session)
    {
        if (!PolicyInput.Text(name).TryGet(out var text, out var unread))
        {
            session.Refuse(unread);
            return ExitCode.BadInput;
        }
        var lines = text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'));
        Result.Write(
            session,
            null,
            lines.Select(line => new Line([new(session.IsTerminal ? Printable.Of(line) : line, Tone.Plain)]))
        );
        return ExitCode.Done;
    }
}
