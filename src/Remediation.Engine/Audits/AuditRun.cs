using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine.Organizations;

namespace Remediation.Engine.Audits;

/// <summary>
/// One invocation of an audit: judge as much as the time allows, keep it, and say what is left; the invocation that judges the last
/// of it makes one report of all parts. A part is named by the state alone, so that one that was cut short counts for nothing.
/// </summary>
public sealed class AuditRun(AuditPorts ports)
{
    private const string Json = "application/json";

    /// <param name="request">What is asked for.</param>
    /// <param name="invocation">The id of the invocation: no two have the same.</param>
    /// <param name="end">When the judging has to stop; null for never.</param>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<ParseResult<AuditAnswer>> RunAsync(
        AuditRequest request,
        string invocation,
        DateTimeOffset? end,
        CancellationToken cancellationToken
    )
    {
        var begun = request.Continuation is { } continuation
            ? await ResumeAsync(continuation, cancellationToken)
            : Begin(request, invocation);
        if (!begun.TryGet(out var run, out var error))
        {
            return Failure(error);
        }
        var (id, state) = run;
        var judged = await EvaluatorAsync(state, cancellationToken);
        if (!judged.TryGet(out var evaluator, out error))
        {
            return Failure(error);
        }
        var access = await OpenAsync(id, cancellationToken);
        if (!access.IsOpen)
        {
            return Failure($"account {id.Account} in {id.Region} cannot be audited: {access.Error}");
        }
        state = state with { PolicySha256 = evaluator.Policy.Sha256, Rest = state.Rest ?? RestOf(state, evaluator) };
        try
        {
            return await AuditAsync(id, state, evaluator, access, invocation, end, cancellationToken);
        }
        catch (AccountException unread)
        {
            return Failure($"account {id.Account} in {id.Region} could not be read: {unread.Error}");
        }
    }

    private ParseResult<(AuditId Id, AuditState State)> Begin(AuditRequest request, string invocation)
    {
        var now = ports.Time.GetUtcNow();
        var account = request.Account.Length > 0 ? request.Account : ports.HomeAccount;
        var region = request.Region.Length > 0 ? request.Region : ports.HomeRegion;
        var id = AuditId.Begin(account, region, invocation, now);
        return ParseResult<(AuditId, AuditState)>.Success(
            (id, new(request with { Account = account, Region = region }, "", now, [], null))
        );
    }

    private async Task<ParseResult<(AuditId Id, AuditState State)>> ResumeAsync(
        string continuation,
        CancellationToken cancellationToken
    )
    {
        ParseResult<(AuditId, AuditState)> Refused(string reason) =>
            ParseResult<(AuditId, AuditState)>.Failure($"audit.continuation '{continuation}': {reason}");
        if (AuditId.Parse(continuation) is not { } id)
        {
            return Refused("it is none; take it from the answer of the audit that it continues");
        }
        var kept = await ports.Store.ReadAsync(StateKey(id), cancellationToken);
        if (!kept.IsAnswered)
        {
            return Refused($"the audit's state could not be read: {kept.Error}");
        }
        if (!AuditStateJson.Read(kept.Value).TryGet(out var state, out var error))
        {
            return Refused($"the audit's state {StateKey(id)}: {error}");
        }
        return state.Rest is null
            ? Refused($"the audit is complete; its report is {id.Folder}report.json")
            : ParseResult<(AuditId, AuditState)>.Success((id, state));
    }

    private async Task<ParseResult<PolicyEvaluator>> EvaluatorAsync(
        AuditState state,
        CancellationToken cancellationToken
    )
    {
        var policy = ports.Policy;
        if (state.Request.Policy is { } other && !ports.LoadPolicy(other).TryGet(out policy, out var error))
        {
            return ParseResult<PolicyEvaluator>.Failure($"audit.policy: {error}");
        }
        if (state.PolicySha256.Length > 0 && state.PolicySha256 != policy!.Sha256)
        {
            return ParseResult<PolicyEvaluator>.Failure(
                "the policy has changed since the audit began, and parts by two policies are no audit; begin a new one"
            );
        }
        ImmutableArray<Check> checks =
        [
            .. ports.Checks.Where(check =>
                state.Request.Checks.IsEmpty || state.Request.Checks.Contains(check.Metadata.Id, StringComparer.Ordinal)
            ),
        ];
        return await InUnitsAsync(ports, new(policy!, checks), state.Request.Account, cancellationToken);
    }

    /// <summary>What judges in an account, or why its organizational units are not known, by which some scope is.</summary>
    internal static async Task<ParseResult<PolicyEvaluator>> InUnitsAsync(
        AuditPorts ports,
        PolicyEvaluator evaluator,
        string account,
        CancellationToken cancellationToken
    )
    {
        if (!evaluator.NeedsUnits)
        {
            return ParseResult<PolicyEvaluator>.Success(evaluator);
        }
        if (ports.Units is null)
        {
            return ParseResult<PolicyEvaluator>.Failure(
                "the policy has scopes by organizational unit, and nobody can tell in which ones the account is"
            );
        }
        var units = await ports.Units.UnitsOfAsync(account, cancellationToken);
        return units.IsAnswered
            ? ParseResult<PolicyEvaluator>.Success(evaluator.In(units.Value))
            : ParseResult<PolicyEvaluator>.Failure(
                $"the organizational unit of account {account} is not known: {units.Error}"
            );
    }

    // What is deployed holds no template.
    private static AuditRest RestOf(AuditState state, PolicyEvaluator evaluator) =>
        AuditRest.All(
            evaluator.ResourceTypes.Where(type =>
                type != ResourceTypes.Template
                && (state.Request.Types.IsEmpty || state.Request.Types.Contains(type, StringComparer.Ordinal))
            )
        );

    private async ValueTask<AccountAccess> OpenAsync(AuditId id, CancellationToken cancellationToken)
    {
        if (id.Account == ports.HomeAccount && id.Region == ports.HomeRegion)
        {
            return ports.Home;
        }
        return ports.Accounts is null
            ? AccountAccess.Refused(
                new(CallError.WrongAccount, "this function audits no other account or region than its own"),
                isRetryable: false
            )
            : await ports.Accounts.OpenAsync(id.Account, id.Region, $"audit-{id.Run}", cancellationToken);
    }

    private async Task<ParseResult<AuditAnswer>> AuditAsync(
        AuditId id,
        AuditState state,
        PolicyEvaluator evaluator,
        AccountAccess access,
        string invocation,
        DateTimeOffset? end,
        CancellationToken cancellationToken
    )
    {
        var auditor = new Auditor(evaluator, ports.Time) { Baselines = ports.Baselines };
        bool IsTimeUp() => ports.Time.GetUtcNow() >= end;
        var part = await auditor.AuditAsync(access.Account!, state.Rest!, IsTimeUp, null, cancellationToken);
        var report = part.Report with { Account = id.Account, Region = id.Region };
        using var json = AuditReportJson.ToDocument(report);
        var key = $"{id.Folder}part-{state.Parts.Length + 1:D4}-{invocation}.json";
        if (await WriteAsync(key, json.RootElement, cancellationToken) is { } unkept)
        {
            return Failure($"{key} could not be kept: {unkept}");
        }
        var publication = await PublishAsync(state, report, access, cancellationToken);
        state = state with { Parts = state.Parts.Add(key), Rest = part.Rest };
        AuditAnswer answer;
        if (state.Rest is not null)
        {
            answer = new(id, AuditSummary.Of(json.RootElement), state.Rest) { Store = ports.Store.Name, Json = key };
        }
        else
        {
            var finished = await FinishAsync(id, state, json.RootElement, cancellationToken);
            if (!finished.TryGet(out var whole, out var error))
            {
                return Failure(error);
            }
            answer = whole;
            publication = await ArchiveAsync(publication, state, id, answer, access, cancellationToken);
        }
        // Last of all: what failed on the way is done again by whoever continues.
        return
            await ports.Store.WriteAsync(StateKey(id), AuditStateJson.Write(state), Json, cancellationToken)
                is { } unwritten
            ? Failure($"the state of the audit could not be kept: {unwritten}")
            : ParseResult<AuditAnswer>.Success(answer with { Publication = publication });
    }

    private async Task<ParseResult<AuditAnswer>> FinishAsync(
        AuditId id,
        AuditState state,
        JsonElement last,
        CancellationToken cancellationToken
    )
    {
        var documents = new List<JsonDocument>();
        try
        {
            foreach (var key in state.Parts[..^1])
            {
                var kept = await ports.Store.ReadAsync(key, cancellationToken);
                if (!kept.IsAnswered)
                {
                    return Failure($"the part {key} could not be read: {kept.Error}");
                }
                documents.Add(JsonDocument.Parse(kept.Value));
            }
            using var merged = JsonText.Make(writer =>
                ReportMerge.Write(writer, [.. documents.Select(document => document.RootElement), last])
            );
            return await KeepAsync(id, state, merged.RootElement, cancellationToken) is { } problem
                ? Failure(problem)
                : ParseResult<AuditAnswer>.Success(
                    new(id, AuditSummary.Of(merged.RootElement), null)
                    {
                        Store = ports.Store.Name,
                        Json = id.Folder + "report.json",
                        Html = id.Folder + "report.html",
                        FindingIds =
                        [
                            .. merged
                                .RootElement.GetProperty("findings")
                                .EnumerateArray()
                                .Select(finding => finding.GetProperty("id").GetString()!),
                        ],
                    }
                );
        }
        catch (JsonException fault)
        {
            return Failure($"a part of the audit is no JSON any more: {fault.Message}");
        }
        finally
        {
            documents.ForEach(document => document.Dispose());
        }
    }

    // Null when it is kept, under the audit's own keys and, where it is of all, as the latest.
    private async Task<string?> KeepAsync(
        AuditId id,
        AuditState state,
        JsonElement report,
        CancellationToken cancellationToken
    )
    {
        var html = Encoding.UTF8.GetBytes(Html(report, state.Begun));
        string[] names = state.Request.IsWhole ? [id.Folder + "report", id.Place + "latest"] : [id.Folder + "report"];
        foreach (var name in names)
        {
            var unkept =
                await WriteAsync(name + ".json", report, cancellationToken)
                ?? await ports.Store.WriteAsync(name + ".html", html, "text/html; charset=utf-8", cancellationToken);
            if (unkept is not null)
            {
                return $"the report {name} could not be kept: {unkept}";
            }
        }
        return null;
    }

    private string Html(JsonElement report, DateTimeOffset begun)
    {
        using var html = new StringWriter();
        HtmlReport.Write(html, report, ports.Checks.Select(check => check.Metadata), begun);
        return html.ToString();
    }

    private async Task<Publication?> PublishAsync(
        AuditState state,
        AuditReport report,
        AccountAccess access,
        CancellationToken cancellationToken
    ) =>
        state.Request.Publishes && access.Documents is { } hub
            ? await new SecurityHub(hub).ImportAsync(report.Findings, ports.Time.GetUtcNow(), cancellationToken)
            : null;

    // What is not found any more is compliant only where all was judged, and is not claimed of types that were not read.
    private async Task<Publication?> ArchiveAsync(
        Publication? publication,
        AuditState state,
        AuditId id,
        AuditAnswer answer,
        AccountAccess access,
        CancellationToken cancellationToken
    )
    {
        if (publication is not { Problem: null } || !state.Request.IsWhole)
        {
            return publication;
        }
        var unread = answer.Summary.Unread is { } list
            ? list.EnumerateArray()
                .Select(item => item.GetProperty("resourceType").GetString()!)
                .ToHashSet(StringComparer.Ordinal)
            : [];
        var found = answer
            .FindingIds.Select(finding => AsffReport.IdOf(id.Account, id.Region, finding))
            .ToHashSet(StringComparer.Ordinal);
        var archived = await new SecurityHub(access.Documents!).ArchiveAsync(
            id.Account,
            id.Region,
            (findingId, type) => !found.Contains(findingId) && !unread.Contains(type),
            ports.Time.GetUtcNow(),
            cancellationToken
        );
        return publication with { Archived = archived.Archived, Problem = archived.Problem };
    }

    private ValueTask<CallError?> WriteAsync(string key, JsonElement json, CancellationToken cancellationToken) =>
        ports.Store.WriteAsync(key, JsonText.Of(json), Json, cancellationToken);

    private static string StateKey(AuditId id) => id.Folder + "state.json";

    private static ParseResult<AuditAnswer> Failure(string reason) => ParseResult<AuditAnswer>.Failure(reason);
}
