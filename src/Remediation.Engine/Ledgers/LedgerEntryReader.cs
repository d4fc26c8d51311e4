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
        if (Text(root, "schema") != LedgerEntryJson.Schema)
        {
            return Failure($"it is no {LedgerEntryJson.Schema}");
        }
        var isTime = DateTimeOffset.TryParse(
            Text(root, "time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        if (Resource(root) is not { } resource || !isTime || Text(root, "id") is not { Length: > 0 } id)
        {
            return Failure("its id, time or resource cannot be read");
        }
        if (!TryWord<LedgerEntryKind>(Text(root, "kind"), out var kind))
        {
            return Failure($"its kind '{Text(root, "kind")}' is not known");
        }
        if (!TryWord<LedgerAction>(Text(root, "action") ?? nameof(LedgerAction.Revert), out var action))
        {
            return Failure($"its action '{Text(root, "action")}' is not known");
        }
        var entry = new LedgerEntry
        {
            Id = id,
            Kind = kind,
            Action = action,
            Undoes = Text(root, "undoes"),
            Resumes = Text(root, "resumes"),
            Workload = Text(root, "workload"),
            Reason = Text(root, "reason"),
            Resource = resource,
            Time = time,
            PlanHash = Text(root, "plan") ?? "",
            Events = Texts(root, "events"),
            Actor = Text(root, "actor") ?? "",
            Checks = Texts(root, "checks"),
            Calls = [.. Items(root, "calls").Select(Call)],
            PriorState = Member(root, "priorState") is { ValueKind: JsonValueKind.Object } state
                ? state.GetRawText()
                : null,
            Succeeded = Member(root, "succeeded").ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            },
            CallsDone =
                Member(root, "callsDone") is { ValueKind: JsonValueKind.Number } done && done.TryGetInt32(out var count)
                    ? count
                    : null,
            Error = Text(root, "error"),
        };
        return ParseResult<(LedgerEntry, string)>.Success((entry, Text(root, "previous") ?? ""));
    }

    // A number is no word, though it parses as one.
    private static bool TryWord<T>(string? text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && text!.All(char.IsAsciiLetter);

    private static ResourceId? Resource(JsonElement root)
    {
        var resource = Member(root, "resource");
        return Text(resource, "type") is { } type && Text(resource, "id") is { } id
            ? new(type, id, Text(resource, "account") ?? "", Text(resource, "region") ?? "")
            : null;
    }

    private static ApiCall Call(JsonElement call) =>
        ApiCall.Create(
            Text(call, "service") ?? "",
            Text(call, "operation") ?? "",
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                if (Member(call, "parameters") is not { ValueKind: JsonValueKind.Object } parameters)
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
        Member(root, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value : default;

    private static ParseResult<(LedgerEntry, string)> Failure(string reason) =>
        ParseResult<(LedgerEntry, string)>.Failure(reason);
}
