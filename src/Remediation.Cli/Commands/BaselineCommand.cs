using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.Rendering;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Baselines;

namespace Remediation.Cli.Commands;

/// <summary>
/// <c>remediate baseline list|show|diff|approve</c>: the states that weakenings are measured against and that removed things are
/// restored from.
/// </summary>
internal sealed class BaselineCommand
{
    private readonly Session _session;
    private readonly Option<string> _baselines = new("--baselines")
    {
        HelpName = "DIR|aws:TABLE/BUCKET",
        Description = "Where the baselines are kept: a folder, or the table and the bucket of a deployment.",
        Required = true,
        Recursive = true,
    };

    private BaselineCommand(Session session) => _session = session;

    public static Command Create(Session session)
    {
        var command = new BaselineCommand(session);
        return new("baseline", "Show, compare and approve the compliant states that are kept.")
        {
            command._baselines,
            command.List(),
            command.Show(),
            command.Diff(),
            command.Approve(),
        };
    }

    private static Argument<string> Resource() =>
        new("RESOURCE") { Description = "The resource's id or ARN, as baseline list shows it." };

    private Command List()
    {
        var format = CommonOptions.Format();
        var command = new Command("list", "List the baseline of every resource.") { format };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (Open(parsed) is not { } store)
                {
                    return ExitCode.BadInput;
                }
                var listed = await store.ListAsync(cancellationToken);
                return listed.IsAnswered ? Write(parsed.GetValue(format), listed.Value) : Fail(listed.Error);
            }
        );
        return command;
    }

    private Command Show()
    {
        var resource = Resource();
        var history = new Option<bool>("--history")
        {
            Description = "List every version instead of showing the state.",
        };
        var version = Version("--version-number", "The version to show; the last where it is not given.");
        var format = CommonOptions.Format();
        var command = new Command("show", "Print a baseline as AWS's own JSON, or list its versions.")
        {
            resource,
            history,
            version,
            format,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (Open(parsed) is not { } store)
                {
                    return ExitCode.BadInput;
                }
                var versions = await HistoryAsync(store, parsed.GetRequiredValue(resource), cancellationToken);
                if (versions.Code is { } code)
                {
                    return code;
                }
                return parsed.GetValue(history)
                    ? Write(parsed.GetValue(format), versions.Versions)
                    : await ShowAsync(store, versions.Versions, parsed.GetValue(version), cancellationToken);
            }
        );
        return command;
    }

    private Command Diff()
    {
        var resource = Resource();
        var from = Version(
            "--from",
            "The older version; where it is not given, the last that a person approved, else the first."
        );
        var to = Version("--to", "The newer version; the last where it is not given.");
        var snapshot = CommonOptions.Snapshot();
        var live = CommonOptions.Live();
        var format = CommonOptions.Format();
        var command = new Command(
            "diff",
            "Say what changed between two versions, or since one until now (with --snapshot or --live), and whether it is weaker."
        )
        {
            resource,
            from,
            to,
            snapshot,
            live,
            format,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isNow = parsed.GetValue(snapshot) is not null || parsed.GetValue(live);
                if (isNow && parsed.GetValue(to) is not null)
                {
                    return _session.RefuseUsage("--to goes without --snapshot and --live.", "remediate baseline diff");
                }
                if (Open(parsed) is not { } store)
                {
                    return ExitCode.BadInput;
                }
                var versions = await HistoryAsync(store, parsed.GetRequiredValue(resource), cancellationToken);
                if (versions.Code is { } code)
                {
                    return code;
                }
                var older = OlderOf(versions.Versions, parsed.GetValue(from));
                if (older is null)
                {
                    return NoVersion(versions.Versions, parsed.GetValue(from)!.Value);
                }
                var before = await store.StateAsync(older, cancellationToken);
                if (!before.IsAnswered)
                {
                    return Fail(before.Error);
                }
                var (after, name, failed) = isNow
                    ? await NowAsync(older.Resource, parsed.GetValue(snapshot), cancellationToken)
                    : await VersionAsync(store, versions.Versions, parsed.GetValue(to), cancellationToken);
                if (after is null)
                {
                    return failed;
                }
                var changes = StateComparison.Between(before.Value, after);
                return Write(parsed.GetValue(format), older, name, changes);
            }
        );
        return command;
    }

    private Command Approve()
    {
        var resources = new Argument<string[]>("RESOURCE")
        {
            Description = "The ids or ARNs of the resources whose present state is approved.",
            Arity = ArgumentArity.OneOrMore,
        };
        var by = new Option<string>("--by")
        {
            HelpName = "WHO",
            Description = "Who approves it, for those who ask later.",
            Required = true,
        };
        var snapshot = CommonOptions.Snapshot();
        var live = CommonOptions.Live();
        var command = new Command(
            "approve",
            "Make the present state of resources their baseline, whatever the checks say."
        )
        {
            resources,
            by,
            snapshot,
            live,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(snapshot) is not null == parsed.GetValue(live))
                {
                    return _session.RefuseUsage(
                        "Say which account to read: --snapshot DIR or --live (one of them).",
                        "remediate baseline approve"
                    );
                }
                var account = AccountInput.Open(parsed.GetValue(snapshot), _session);
                if (account is null || Open(parsed) is not { } store)
                {
                    return ExitCode.BadInput;
                }
                var code = ExitCode.Done;
                foreach (var name in parsed.GetValue(resources) ?? [])
                {
                    var one = await ApproveAsync(
                        store,
                        account.Account,
                        name,
                        parsed.GetRequiredValue(by),
                        cancellationToken
                    );
                    code = Math.Max(code, one);
                }
                return code;
            }
        );
        return command;
    }

    private async Task<int> ApproveAsync(
        IBaselineStore store,
        IAccount account,
        string name,
        string by,
        CancellationToken cancellationToken
    )
    {
        if (ResourceNames.TypeOf(name) is not { } type)
        {
            _session.Refuse($"{name} is no id and no ARN of a resource that is watched");
            return ExitCode.BadInput;
        }
        var read = await account.ReadAsync(new(type, "", "") { Id = name }, cancellationToken);
        if (read.State is not { } state)
        {
            return read.IsNotFound ? Refuse($"there is no {name}") : Fail(read.Error!);
        }
        if (await store.KeepAsync(state, BaselineReason.Approved(by), cancellationToken) is { } unkept)
        {
            return Fail(unkept);
        }
        Result.Write(
            _session,
            null,
            new Paragraph(0, 2).Say("approved", Tone.Good).Say($"{state.Id} as its baseline").Lay(_session.Width)
        );
        return ExitCode.Done;
    }

    private async Task<int> ShowAsync(
        IBaselineStore store,
        IReadOnlyList<BaselineVersion> versions,
        int? number,
        CancellationToken cancellationToken
    )
    {
        var version = number is null ? versions[^1] : versions.FirstOrDefault(item => item.Number == number);
        if (version is null)
        {
            return NoVersion(versions, number!.Value);
        }
        var state = await store.StateAsync(version, cancellationToken);
        if (!state.IsAnswered)
        {
            return Fail(state.Error);
        }
        Result.Write(_session, null, writer => writer.WriteRawValue(StateDocument.Write(state.Value)));
        return ExitCode.Done;
    }

    private async Task<(ResourceState? State, string Name, int Code)> VersionAsync(
        IBaselineStore store,
        IReadOnlyList<BaselineVersion> versions,
        int? number,
        CancellationToken cancellationToken
    )
    {
        var version = number is null ? versions[^1] : versions.FirstOrDefault(item => item.Number == number);
        if (version is null)
        {
            return (null, "", NoVersion(versions, number!.Value));
        }
        var state = await store.StateAsync(version, cancellationToken);
        return state.IsAnswered ? (state.Value, NameOf(version), ExitCode.Done) : (null, "", Fail(state.Error));
    }

    private async Task<(ResourceState? State, string Name, int Code)> NowAsync(
        ResourceId resource,
        string? snapshot,
        CancellationToken cancellationToken
    )
    {
        if (AccountInput.Open(snapshot, _session) is not { } account)
        {
            return (null, "", ExitCode.BadInput);
        }
        var reference = resource.ToReference();
        var read = await account.Account.ReadAsync(reference, cancellationToken);
        if (read.State is { } state)
        {
            return (state, "now", ExitCode.Done);
        }
        return (null, "", read.IsNotFound ? Refuse($"{resource} does not exist any more") : Fail(read.Error!));
    }

    private async Task<(IReadOnlyList<BaselineVersion> Versions, int? Code)> HistoryAsync(
        IBaselineStore store,
        string name,
        CancellationToken cancellationToken
    )
    {
        var listed = await store.ListAsync(cancellationToken);
        if (!listed.IsAnswered)
        {
            return ([], Fail(listed.Error));
        }
        var found = listed.Value.Where(version => version.Resource.Id == name || version.Resource.Arn == name).ToList();
        if (found.Count != 1)
        {
            var reason =
                found.Count == 0
                    ? $"no baseline of {name} is kept; remediate baseline list shows all {listed.Value.Count}"
                    : $"{found.Count} baselines are of a resource {name}; give its ARN";
            return ([], Refuse(reason));
        }
        var history = await store.HistoryAsync(found[0].Resource, cancellationToken);
        return history.IsAnswered ? (history.Value, null) : ([], Fail(history.Error));
    }

    // What a person approved is what small steps have to be measured against; without that, where it began.
    private static BaselineVersion? OlderOf(IReadOnlyList<BaselineVersion> versions, int? number) =>
        number is null
            ? versions.LastOrDefault(version => version.Reason.IsApproval && version != versions[^1]) ?? versions[0]
            : versions.FirstOrDefault(version => version.Number == number);

    private int Write(string? format, IReadOnlyList<BaselineVersion> versions)
    {
        _ =
            format == CommonOptions.Json
                ? Result.Write(_session, null, writer => BaselineJson.Write(writer, versions))
                : Result.Write(_session, null, BaselineLines.List(versions, _session.Width));
        return ExitCode.Done;
    }

    private int Write(string? format, BaselineVersion from, string to, IReadOnlyList<StateChange> changes)
    {
        _ =
            format == CommonOptions.Json
                ? Result.Write(
                    _session,
                    null,
                    writer => BaselineJson.Write(writer, from.Resource, NameOf(from), to, changes)
                )
                : Result.Write(
                    _session,
                    null,
                    BaselineLines.Difference($"{from.Resource} {NameOf(from)}", to, changes, _session.Width)
                );
        return ExitCode.Done;
    }

    private static string NameOf(BaselineVersion version) =>
        $"version {version.Number} ({version.Reason.Text}, {BaselineLines.Time(version.Time)})";

    private int NoVersion(IReadOnlyList<BaselineVersion> versions, int number) =>
        Refuse($"there is no version {number} of {versions[0].Resource}; there are 1 to {versions[^1].Number}");

    private IBaselineStore? Open(ParseResult parsed)
    {
        if (BaselineInput.Open(parsed.GetRequiredValue(_baselines), _session).TryGet(out var store, out var error))
        {
            return store;
        }
        _session.Refuse(error);
        return null;
    }

    private int Fail(CallError error)
    {
        _session.Refuse(error.ToString());
        return ExitCode.CallFailed;
    }

    private int Refuse(string reason)
    {
        _session.Refuse(reason);
        return ExitCode.BadInput;
    }

    private static Option<int?> Version(string name, string description) =>
        new(name) { HelpName = "N", Description = description };
}
