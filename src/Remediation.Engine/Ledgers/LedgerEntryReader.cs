using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;

namespace Remediation.Engine.Ledgers;

/// <summary>Reads what <see cref="LedgerEntryJson"/> wrote. What is no entry is told, never guessed.</summary>
public static class LedgerEntryReader
{
    /// <summary>The entry, and what it says the hash of the one before is (empty where it does not say).</summary>
    public static ParseResult<(LedgerEntry Entry, string Previous)> Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Failure($"it is no JSON: {fault.Message}");
        }
    }

    private static ParseResult<(LedgerEntry, string)> Read(JsonElement root)
    {
        if (JsonMembers.Text(root, "schema") != LedgerEntryJson.Schema)
        {
            return Failure($"it is no {LedgerEntryJson.Schema}");
        }
        var isTime = DateTimeOffset.TryParse(
            JsonMembers.Text(root, "time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        if (Resource(root) is not { } resource || !isTime || JsonMembers.Text(root, "id") is not { Length: > 0 } id)
        {
            return Failure("its id, time or resource cannot be read");
        }
        if (!TryWord<LedgerEntryKind>(JsonMembers.Text(root, "kind"), out var kind))
        {
            return Failure($"its kind '{JsonMembers.Text(root, "kind")}' is not known");
        }
        if (!TryWord<LedgerAction>(JsonMembers.Text(root, "action") ?? nameof(LedgerAction.Revert), out var action))
        {
            return Failure($"its action '{JsonMembers.Text(root, "action")}' is not known");
        }
        var entry = new LedgerEntry
        {
            Id = id,
            Kind = kind,
            Action = action,
            Undoes = JsonMembers.Text(root, "undoes"),
            Resumes = JsonMembers.Text(root, "resumes"),
            Workload = JsonMembers.Text(root, "workload"),
            Reason = JsonMembers.Text(root, "reason"),
            Resource = resource,
            Time = time,
            PlanHash = JsonMembers.Text(root, "plan") ?? "",
            Events = Texts(root, "events"),
            Actor = JsonMembers.Text(root, "actor") ?? "",
            Checks = Texts(root, "checks"),
            Calls = [.. Items(root, "calls").Select(Call)],
            PriorState = JsonMembers.Member(root, "priorState") is { ValueKind: JsonValueKind.Object } state
                ? state.GetRawText()
                : null,
            Succeeded = JsonMembers.Member(root, "succeeded").ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            },
            CallsDone =
                JsonMembers.Member(root, "callsDone") is { ValueKind: JsonValueKind.Number } done
                && done.TryGetInt32(out var count)
                    ? count
                    : null,
            Error = JsonMembers.Text(root, "error"),
        };
        return ParseResult<(LedgerEntry, string)>.Success((entry, JsonMembers.Text(root, "previous") ?? ""));
    }

    // A number is no word, though it parses as one.
    private static bool TryWord<T>(string? text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && text!.All(char.IsAsciiLetter);

    private static ResourceId? Resource(JsonElement root)
    {
        var resource = JsonMembers.Member(root, "resource");
        return JsonMembers.Text(resource, "type") is { } type && JsonMembers.Text(resource, "id") is { } id
            ? new(type, id, JsonMembers.Text(resource, "account") ?? "", JsonMembers.Text(resource, "region") ?? "")
            : null;
    }

    private static ApiCall Call(JsonElement call) =>
        ApiCall.Create(
            JsonMembers.Text(call, "service") ?? "",
            JsonMembers.Text(call, "operation") ?? "",
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                if (JsonMembers.Member(call, "parameters") is not { ValueKind: JsonValueKind.Object } parameters)
                {
                    return;
                }
                foreach (var parameter in parameters.EnumerateObject())
                {
                    parameter.WriteTo(writer);
                }
            }
        );

    private static ImmutableArray<string> Texts(JsonElement root, string name) =>
        [.. Items(root, name).Select(item => item.ToString())];

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string name) =>
        JsonMembers.Member(root, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static ParseResult<(LedgerEntry, string)> Failure(string reason) =>
        ParseResult<(LedgerEntry, string)>.Failure(reason);
}
