using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Reports;
using Remediation.Engine.Organizations;

namespace Remediation.Engine.Audits;

/// <summary>
/// The two ends of an audit of many accounts and regions: which ones there are, and one summary of what the audit of each came to.
/// What is between them, an audit for each, is the state machine's.
/// </summary>
public sealed class OrganizationAudit(AuditPorts ports, OrganizationAccounts? accounts)
{
    private const string Place = "audits/organization/";

    /// <summary>Lists the targets and keeps the list where the state machine reads it.</summary>
    /// <param name="regions">The regions to audit in each account; the own one when empty.</param>
    /// <param name="only">The accounts to audit; all of the organization when empty.</param>
    /// <param name="invocation">The id of the invocation.</param>
    public async Task<ParseResult<AuditTargets>> TargetsAsync(
        ImmutableArray<string> regions,
        ImmutableArray<string> only,
        string invocation,
        CancellationToken cancellationToken
    )
    {
        var ids = await AccountsAsync(only, cancellationToken);
        if (!ids.IsAnswered)
        {
            return ParseResult<AuditTargets>.Failure(
                $"the accounts of the organization could not be listed: {ids.Error}"
            );
        }
        var run = AuditId.Begin(ports.HomeAccount, ports.HomeRegion, invocation, ports.Time.GetUtcNow()).Run;
        var folder = $"{Place}{run[..4]}/{run[4..6]}/{run[6..8]}/{run}/";
        ImmutableArray<string> inRegions = regions.IsEmpty ? [ports.HomeRegion] : regions;
        var targets = ids.Value.SelectMany(account => inRegions.Select(region => (account, region))).ToList();
        using var json = JsonText.Make(writer =>
        {
            writer.WriteStartArray();
            foreach (var (account, region) in targets)
            {
                writer.WriteStartObject();
                writer.WriteString("account", account);
                writer.WriteString("region", region);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        var key = folder + "targets.json";
        var unkept = await ports.Store.WriteAsync(
            key,
            JsonText.Of(json.RootElement),
            "application/json",
            cancellationToken
        );
        return unkept is null
            ? ParseResult<AuditTargets>.Success(new(ports.Store.Name, folder, key, targets.Count))
            : ParseResult<AuditTargets>.Failure($"{key} could not be kept: {unkept}");
    }

    /// <summary>Makes one summary of the results that the state machine's map wrote, and keeps it.</summary>
    /// <param name="folder">The folder of the targets.</param>
    /// <param name="manifest">The key of the manifest of the results.</param>
    /// <returns>The summary, a <c>remediation.organization/1</c>; the caller disposes of it.</returns>
    public async Task<ParseResult<JsonDocument>> SummarizeAsync(
        string folder,
        string manifest,
        CancellationToken cancellationToken
    )
    {
        if (
            !folder.StartsWith(Place, StringComparison.Ordinal)
            || !manifest.StartsWith(folder, StringComparison.Ordinal)
        )
        {
            return Failure($"'{manifest}' is not of an audit in '{folder}', which has to lie under {Place}");
        }
        try
        {
            var results = await ResultsAsync(manifest, cancellationToken);
            if (!results.TryGet(out var read, out var error))
            {
                return Failure(error);
            }
            var summary = JsonText.Make(writer => OrganizationSummary.Write(writer, folder, read));
            if (await KeepAsync(folder, summary.RootElement, cancellationToken) is not { } problem)
            {
                return ParseResult<JsonDocument>.Success(summary);
            }
            summary.Dispose();
            return Failure(problem);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Failure($"the results of {manifest} cannot be read: {fault.Message}");
        }
    }

    private async Task<StoreAnswer<IReadOnlyList<string>>> AccountsAsync(
        ImmutableArray<string> only,
        CancellationToken cancellationToken
    )
    {
        if (!only.IsEmpty)
        {
            return StoreAnswer<IReadOnlyList<string>>.Of(only);
        }
        return accounts is null
            ? StoreAnswer<IReadOnlyList<string>>.Of([ports.HomeAccount])
            : await accounts.ListAsync(cancellationToken);
    }

    // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    private async Task<ParseResult<List<TargetResult>>> ResultsAsync(
        string manifest,
        CancellationToken cancellationToken
    )
    {
        var read = await ports.Store.ReadAsync(manifest, cancellationToken);
        if (!read.IsAnswered)
        {
            return ParseResult<List<TargetResult>>.Failure($"{manifest} could not be read: {read.Error}");
        }
        using var listed = JsonDocument.Parse(read.Value);
        var results = new List<TargetResult>();
        foreach (var kind in listed.RootElement.GetProperty("ResultFiles").EnumerateObject())
        {
            foreach (var file in kind.Value.EnumerateArray())
            {
                var key = file.GetProperty("Key").GetString()!;
                var content = await ports.Store.ReadAsync(key, cancellationToken);
                if (!content.IsAnswered)
                {
                    return ParseResult<List<TargetResult>>.Failure($"{key} could not be read: {content.Error}");
                }
                using var json = JsonDocument.Parse(content.Value);
                results.AddRange(json.RootElement.EnumerateArray().Select(TargetResult.Of));
            }
        }
        return ParseResult<List<TargetResult>>.Success(results);
    }

    private async Task<string?> KeepAsync(string folder, JsonElement summary, CancellationToken cancellationToken)
    {
        using var page = new StringWriter();
        OrganizationHtml.Write(page, summary, ports.Time.GetUtcNow());
        var html = Encoding.UTF8.GetBytes(page.ToString());
        foreach (var name in (string[])[folder + "summary", Place + "latest"])
        {
            var unkept =
                await ports.Store.WriteAsync(
                    name + ".json",
                    JsonText.Of(summary),
                    "application/json",
                    cancellationToken
                ) ?? await ports.Store.WriteAsync(name + ".html", html, "text/html; charset=utf-8", cancellationToken);
            if (unkept is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the summary {name} could not be kept: {unkept}");
            }
        }
        return null;
    }

    private static ParseResult<JsonDocument> Failure(string reason) => ParseResult<JsonDocument>.Failure(reason);
}
