using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;
using Remediation.Engine;
using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate release ID</c>: lets a workload out of its quarantine; without <c>--apply</c> as a dry run.</summary>
internal sealed class ReleaseCommand
{
    private const string Name = "remediate release";

    private readonly Argument<string> _id = new("ID")
    {
        Description = "The instance, the network interface, or the id of its quarantine as ledger list shows it.",
    };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Put back also what somebody has changed since.",
    };
    private readonly WorkloadOptions _common = new(
        "Who lets it out, for the ledger; the system's user name where it is not given."
    );

    private ReleaseCommand() { }

    public static Command Create(Session session)
    {
        var options = new ReleaseCommand();
        var command = new Command(
            "release",
            "Let an instance or a network interface out of its quarantine, exactly as it was before."
        )
        {
            options._id,
            options._force,
        };
        options._common.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                options.Objection(parsed) is { } objection
                    ? Task.FromResult(session.RefuseUsage(objection, Name))
                    : options.RunAsync(parsed, session, cancellationToken)
        );
        return command;
    }

    private string? Objection(ParseResult parsed) => _common.Objection(parsed) ?? _common.Stores.Objection(parsed);

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        if (_common.TargetObjection(parsed) is { } objection)
        {
            session.Refuse(objection);
            return ExitCode.BadInput;
        }
        var isApplied = parsed.GetValue(_common.Apply);
        var opened = isApplied
            ? _common.Stores.OpenToWrite(parsed, session)
            : _common.Stores.OpenToRead(parsed, session);
        if (!opened.TryGet(out var stores, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        using var held = stores;
        if (AccountInput.Open(parsed.GetValue(_common.Snapshot), session) is not { } account)
        {
            return ExitCode.BadInput;
        }
        var request = new ReleaseRequest(parsed.GetRequiredValue(_id), _common.By(parsed))
        {
            IsForced = parsed.GetValue(_force),
            Reason = parsed.GetValue(_common.Reason),
        };
        var ports = stores.PortsTo(account.Account, session.Time);
        var releaser = new Releaser(ports, new(), new ReconcilerOptions().VerifyDelays);
        var result = isApplied
            ? await releaser.ApplyAsync(request, cancellationToken)
            : await releaser.ProposeAsync(request, cancellationToken);
        var words = new WorkloadWords("release", "released", "wouldRelease", "it is as it was before already");
        return _common.Finish(result, words, account, parsed, session);
    }
}
