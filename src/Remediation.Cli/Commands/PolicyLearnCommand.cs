using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;
using Remediation.Core.Policies.Learning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate policy learn</c>: writes the policy that allows what there is, to start one's own from.</summary>
internal static class PolicyLearnCommand
{
    public static Command Create(Session session)
    {
        var source = new Argument<string>("DIR") { Description = "A folder of AWS CLI outputs." };
        var file = new Option<string?>("--out") { Description = "Write the policy to this file.", HelpName = "FILE" };
        var command = new Command("learn", "Derive tiers and flows from the security groups that there are.")
        {
            source,
            file,
        };
        command.SetAction(parsed => Learn(parsed.GetRequiredValue(source), parsed.GetValue(file), session));
        return command;
    }

    private static int Learn(string source, string? file, Session session)
    {
        if (AccountInput.Open(source, session)?.Snapshot?.Content is not { } snapshot)
        {
            return ExitCode.BadInput;
        }
        if (snapshot.WhyUnlisted(ResourceTypes.SecurityGroup) is { } reason)
        {
            session.Refuse($"{source}: there is nothing to learn from: {reason}");
            return ExitCode.BadInput;
        }
        if (snapshot.SecurityGroups.IsEmpty)
        {
            session.Refuse($"{source}: there is nothing to learn from: it holds no security group");
            return ExitCode.BadInput;
        }
        if (Result.Write(session, file, Lines(PolicyOf(snapshot, source), session)) is { } unwritten)
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        return ExitCode.Done;
    }

    private static string PolicyOf(Snapshot snapshot, string source)
    {
        var place = $"{snapshot.Account} {snapshot.Region}".Trim();
        return PolicyLearner.Learn(
            [.. snapshot.SecurityGroups.Values],
            [.. snapshot.Documents.Values.OfType<Subnet>()],
            place.Length > 0 ? place : source
        );
    }

    private static IEnumerable<Line> Lines(string text, Session session) =>
        text.TrimEnd('\n')
            .Split('\n')
            .Select(line => new Line([new(session.IsTerminal ? Printable.Of(line) : line, Tone.Plain)]));
}
