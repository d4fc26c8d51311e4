using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda;

/// <summary>
/// What the audit function does with one invocation, told apart by the payload's only member: <c>audit</c> judges one account in one
/// region, <c>auditTargets</c> lists what there is to audit, and <c>auditSummary</c> makes one summary of many audits. A question of
/// AWS Config's custom rule is answered to Config. It changes nothing but its own reports.
/// </summary>
/// <param name="makePorts">Makes the ports of the account and region that the function is in.</param>
/// <param name="accounts">The organization's accounts; null where only the own one is audited.</param>
/// <param name="only">The accounts to audit beside the own one; all of the organization when empty.</param>
/// <param name="regions">The regions to audit; the own one when empty.</param>
/// <param name="log">Where each answer is written, one JSON object a line.</param>
public sealed class AuditHandler(
    Func<string, string, AuditPorts> makePorts,
    OrganizationAccounts? accounts,
    ImmutableArray<string> only,
    ImmutableArray<string> regions,
    TextWriter log
)
{
    /// <summary>What is kept of the time limit to write the report: a large one takes some seconds.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(45);

    private static readonly string[] _members = ["audit", "auditTargets", "auditSummary"];

    /// <summary>Whether the payload is for this handler: by its first member alone, so that a batch of events costs nothing.</summary>
    public static bool Takes(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            return reader.Read()
                && reader.TokenType == JsonTokenType.StartObject
                && reader.Read()
                && reader.TokenType == JsonTokenType.PropertyName
                && (
                    reader.ValueTextEquals("audit"u8)
                    || reader.ValueTextEquals("auditTargets"u8)
                    || reader.ValueTextEquals("auditSummary"u8)
                );
        }
        catch (JsonException)
        {
            // Whoever reads it whole tells what is wrong with it.
            return false;
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (ConfigInvocation.Is(invocation.Payload.Span))
        {
            return await AnswerConfigAsync(invocation, cancellationToken);
        }
        using var payload = Parse(invocation.Payload);
        var members = payload.RootElement.EnumerateObject().ToList();
        if (members is not [{ Name: var name, Value: var request }])
        {
            throw Failed($"the payload has {members.Count} members; expected one of {string.Join(", ", _members)}");
        }
        var (account, region) = Home(invocation.FunctionArn);
        var ports = makePorts(account, region);
        var answer = name switch
        {
            "audit" => await AuditAsync(ports, request, invocation, cancellationToken),
            "auditTargets" => await TargetsAsync(ports, request, invocation, cancellationToken),
            _ => await SummarizeAsync(ports, request, cancellationToken),
        };
        log.WriteLine($$"""{"log":"{{name}}","answer":{{Encoding.UTF8.GetString(answer.Span)}}}""");
        return answer;
    }

    private static async Task<ReadOnlyMemory<byte>> AuditAsync(
        AuditPorts ports,
        JsonElement request,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        string[] types =
        [
            .. ports
                .Checks.SelectMany(check => check.Metadata.ResourceTypes)
                .Distinct(StringComparer.Ordinal)
                .Where(type => type != ResourceTypes.Template),
        ];
        string[] checks = [.. ports.Checks.Select(check => check.Metadata.Id)];
        var asked = Given(AuditRequestReader.Read(request, types, checks));
        var answer = await new AuditRun(ports).RunAsync(
            asked,
            invocation.RequestId,
            invocation.Deadline - Reserve,
            cancellationToken
        );
        var given = Given(answer);
        return Write(writer => AuditAnswerJson.Write(writer, given));
    }

    private async Task<ReadOnlyMemory<byte>> AnswerConfigAsync(
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var (account, region) = Home(invocation.FunctionArn);
        var asked = Given(ConfigInvocation.Read(invocation.Payload));
        var evaluation = Given(await new ConfigRule(makePorts(account, region)).AnswerAsync(asked, cancellationToken));
        var answer = Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", asked.ResourceType);
            writer.WriteString("resourceId", asked.ResourceId);
            writer.WriteString("compliance", evaluation.Compliance);
            writer.WriteString("annotation", evaluation.Annotation);
            writer.WriteEndObject();
        });
        log.WriteLine($$"""{"log":"config","answer":{{Encoding.UTF8.GetString(answer.Span)}}}""");
        return answer;
    }

    private async Task<ReadOnlyMemory<byte>> TargetsAsync(
        AuditPorts ports,
        JsonElement request,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var inRegions = Texts(request, "regions") is { IsEmpty: false } given ? given : regions;
        var asked = Texts(request, "accounts");
        ImmutableArray<string> inAccounts =
            asked.IsEmpty && !only.IsEmpty
                ? [.. only.Prepend(ports.HomeAccount).Distinct(StringComparer.Ordinal)]
                : asked;
        var targets = Given(
            await new OrganizationAudit(ports, accounts).TargetsAsync(
                inRegions,
                inAccounts,
                invocation.RequestId,
                cancellationToken
            )
        );
        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bucket", targets.Bucket);
            writer.WriteString("folder", targets.Folder);
            writer.WriteString("key", targets.Key);
            writer.WriteNumber("count", targets.Count);
            writer.WriteEndObject();
        });
    }

    private async Task<ReadOnlyMemory<byte>> SummarizeAsync(
        AuditPorts ports,
        JsonElement request,
        CancellationToken cancellationToken
    )
    {
        var (folder, manifest) = (Text(request, "folder"), Text(request, "manifest"));
        using var summary = Given(
            await new OrganizationAudit(ports, accounts).SummarizeAsync(folder, manifest, cancellationToken)
        );
        // The accounts, one by one, are in the bucket: of a thousand, Step Functions would not take them.
        return Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in summary.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Array)
                {
                    member.WriteTo(writer);
                }
            }
            writer.WriteNumber("failed", summary.RootElement.GetProperty("failed").GetArrayLength());
            writer.WriteStartObject("report");
            writer.WriteString("bucket", ports.Store.Name);
            writer.WriteString("json", folder + "summary.json");
            writer.WriteString("html", folder + "summary.html");
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonDocument.Parse(payload);
        }
        catch (JsonException fault)
        {
            throw Failed($"the payload is not JSON: {fault.Message}");
        }
    }

    // arn:aws:lambda:us-east-1:123456789012:function:name
    private static (string Account, string Region) Home(string? functionArn) =>
        functionArn?.Split(':') is { Length: > 4 } parts
            ? (parts[4], parts[3])
            : throw Failed("Lambda did not say which function was invoked, so that the own account is not known");

    private static ImmutableArray<string> Texts(JsonElement request, string name)
    {
        if (request.ValueKind != JsonValueKind.Object || !request.TryGetProperty(name, out var list))
        {
            return [];
        }
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : throw Failed($"{name} is no list");
    }

    private static string Text(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object
        && request.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Failed($"auditSummary.{name} is missing");

    private static T Given<T>(ParseResult<T> result)
        where T : notnull => result.TryGet(out var value, out var error) ? value : throw Failed(error);

    private static InvocationFailedException Failed(string reason) => new(reason);

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }
        return buffer.WrittenMemory;
    }
}
