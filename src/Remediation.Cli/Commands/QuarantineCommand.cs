using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;
using Remediation.Core;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Quarantines;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate quarantine ID</c>: cuts an instance or a network interface off; without <c>--apply</c> as a dry run.</summary>
internal sealed class QuarantineCommand
{
    private const string Name = "remediate quarantine";

    private readonly Argument<string> _id = new("ID")
    {
        Description = "The instance (i-...) or the network interface (eni-...).",
    };
    private readonly Option<bool> _hard = new("--hard")
    {
        Description = "Have the network ACLs of the VPC deny its addresses as well.",
    };
    private readonly Option<string> _policy = CommonOptions.Policy();
    private readonly WorkloadOptions _common = new(
        "Who cuts it off, for the ledger; the system's user name where it is not given."
    );

    private QuarantineCommand() { }

    public static Command Create(Session session)
    {
        var options = new QuarantineCommand();
        var command = new Command(
            "quarantine",
            "Cut an instance or a network interface off, so that nothing reaches it and it reaches nothing."
        )
        {
            options._id,
            options._hard,
            options._policy,
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

    private string? Objection(ParseResult parsed) =>
        TypeOf(parsed.GetRequiredValue(_id)) is null
            ? $"{parsed.GetRequiredValue(_id)} is neither an instance (i-...) nor a network interface (eni-...)."
        : parsed.GetValue(_common.Apply) && parsed.GetValue(_common.Live) && !_common.Stores.IsGiven(parsed)
            ? "Say where it is to be recorded: --ledger DIR, or --table NAME (one of them)."
        : _common.Objection(parsed);

    private static string? TypeOf(string id) =>
        id.StartsWith("i-", StringComparison.Ordinal) ? ResourceTypes.Instance
        : id.StartsWith("eni-", StringComparison.Ordinal) ? ResourceTypes.NetworkInterface
        : null;

    private async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellationToken)
    {
        if (_common.TargetObjection(parsed) is { } objection)
        {
            session.Refuse(objection);
            return ExitCode.BadInput;
        }
        if (PolicyInput.Load(parsed.GetRequiredValue(_policy), session) is not { } policy)
        {
            return ExitCode.BadInput;
        }
        if (!Stores(parsed, session).TryGet(out var stores, out var error))
        {
            session.Refuse(error);
            return ExitCode.BadInput;
        }
        using var held = stores;
        if (AccountInput.Open(parsed.GetValue(_common.Snapshot), session) is not { } account)
        {
            return ExitCode.BadInput;
        }
        var result = await QuarantineAsync(account, stores, policy, parsed, session, cancellationToken);
        var words = new WorkloadWords("quarantine", "quarantined", "wouldQuarantine", "it is cut off already");
        return _common.Finish(result, words, account, parsed, session);
    }

    private ParseResult<StoresInput> Stores(ParseResult parsed, Session session) =>
        !parsed.GetValue(_common.Apply) || !_common.Stores.IsGiven(parsed)
            ? ParseResult<StoresInput>.Success(StoresInput.InMemory())
            : _common.Stores.OpenNew(parsed, session);

    private Task<QuarantineResult> QuarantineAsync(
        AccountInput account,
        StoresInput stores,
        Policy policy,
        ParseResult parsed,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var id = parsed.GetRequiredValue(_id);
        var (accountId, region) = account.Snapshot is { Content: var content }
            ? (content.Account, content.Region)
            : ("", "");
        var request = new QuarantineRequest(new(TypeOf(id)!, accountId, region) { Id = id }, _common.By(parsed))
        {
            IsHard = parsed.GetValue(_hard) ? true : null,
            Reason = parsed.GetValue(_common.Reason),
        };
        var quarantiner = new Quarantiner(
            stores.PortsTo(account.Account, session.Time),
            policy,
            new(),
            new ReconcilerOptions().VerifyDelays
        );
        return parsed.GetValue(_common.Apply)
            ? quarantiner.ApplyAsync(request, cancellationToken)
            : quarantiner.ProposeAsync(request, cancellationToken);
    }
}
