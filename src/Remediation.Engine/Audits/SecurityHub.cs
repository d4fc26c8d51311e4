using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Engine.Audits;

/// <summary>
/// Sends findings to AWS Security Hub, and archives those of before of which nothing is found any more. An account takes only
/// findings of its own: the calls are made in it. See
/// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html.
/// </summary>
public sealed class SecurityHub(IDocumentSource aws)
{
    private const string Service = "securityhub";

    // As many as one call takes.
    private const int BatchSize = 100;

    /// <summary>The IAM actions that it needs.</summary>
    public static ImmutableArray<string> Actions { get; } =
    ["securityhub:BatchImportFindings", "securityhub:GetFindings"];

    public async Task<Publication> ImportAsync(
        IReadOnlyList<Finding> findings,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var imported = 0;
        foreach (var batch in findings.Chunk(BatchSize))
        {
            var (count, problem) = await SendAsync(
                writer =>
                {
                    foreach (var finding in batch)
                    {
                        AsffReport.Write(writer, finding, now);
                    }
                },
                cancellationToken
            );
            imported += count;
            if (problem is not null)
            {
                return new(imported, 0, problem);
            }
        }
        return new(imported, 0, null);
    }

    /// <param name="isGone">Told the id of a finding of before and its resource's type.</param>
    public async Task<Publication> ArchiveAsync(
        string account,
        string region,
        Func<string, string, bool> isGone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var known = await aws.AllAsync(Service, "GetFindings", Filters(account, region), "Findings", cancellationToken);
        if (!known.IsAnswered)
        {
            return new(0, 0, $"the findings of before could not be read: {known.Error}");
        }
        var gone = known
            .Document.Root.EnumerateArray()
            .Where(finding => IsActive(finding, account, region) && isGone(Text(finding, "Id"), TypeOf(finding)));
        var archived = 0;
        foreach (var batch in gone.Chunk(BatchSize))
        {
            var (count, problem) = await SendAsync(
                writer =>
                {
                    foreach (var finding in batch)
                    {
                        WriteArchived(writer, finding, now);
                    }
                },
                cancellationToken
            );
            archived += count;
            if (problem is not null)
            {
                return new(0, archived, problem);
            }
        }
        return new(0, archived, null);
    }

    private async Task<(int Taken, string? Problem)> SendAsync(
        Action<Utf8JsonWriter> writeFindings,
        CancellationToken cancellationToken
    )
    {
        using var request = JsonText.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Findings");
            writeFindings(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        var text = request.RootElement.GetRawText();
        var answer = await aws.CallAsync(Service, "BatchImportFindings", text, cancellationToken);
        if (!answer.IsAnswered)
        {
            return (0, answer.Error.ToString());
        }
        var root = answer.Document.Root;
        var taken = root.TryGetProperty("SuccessCount", out var count) ? count.GetInt32() : 0;
        var refused =
            root.TryGetProperty("FailedFindings", out var failed) && failed.ValueKind == JsonValueKind.Array
                ? failed.EnumerateArray().Select(item => $"{Text(item, "Id")}: {Text(item, "ErrorMessage")}").ToList()
                : [];
        return (taken, refused.Count == 0 ? null : $"{refused.Count} findings were refused, such as {refused[0]}");
    }

    private static string Filters(string account, string region)
    {
        static void Equal(Utf8JsonWriter writer, string name, string value, string comparison = "EQUALS")
        {
            writer.WriteStartArray(name);
            writer.WriteStartObject();
            writer.WriteString("Value", value);
            writer.WriteString("Comparison", comparison);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        using var request = JsonText.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Filters");
            Equal(writer, "ProductArn", AsffReport.ProductArn(account, region));
            Equal(writer, "AwsAccountId", account);
            Equal(writer, "RecordState", "ACTIVE");
            Equal(writer, "GeneratorId", AsffReport.IdPrefix, "PREFIX");
            writer.WriteEndObject();
            writer.WriteNumber("MaxResults", BatchSize);
            writer.WriteEndObject();
        });
        return request.RootElement.GetRawText();
    }

    // What is archived is told again by ourselves: somebody else's finding must never be, whatever the answer holds.
    private static bool IsActive(JsonElement finding, string account, string region) =>
        Text(finding, "Id").StartsWith($"{AsffReport.IdPrefix}{account}/{region}/", StringComparison.Ordinal)
        && Text(finding, "RecordState") != "ARCHIVED";

    private static string TypeOf(JsonElement finding) =>
        finding.TryGetProperty("ProductFields", out var fields) ? Text(fields, AsffReport.TypeField) : "";

    private static void WriteArchived(Utf8JsonWriter writer, JsonElement finding, DateTimeOffset now)
    {
        writer.WriteStartObject();
        foreach (
            var name in (ReadOnlySpan<string>)
                [
                    "SchemaVersion",
                    "Id",
                    "ProductArn",
                    "GeneratorId",
                    "AwsAccountId",
                    "Types",
                    "CreatedAt",
                    "Severity",
                    "Title",
                    "Description",
                    "Resources",
                ]
        )
        {
            if (finding.TryGetProperty(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
        writer.WriteString(
            "UpdatedAt",
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );
        writer.WriteString("RecordState", "ARCHIVED");
        writer.WriteStartObject("Compliance");
        writer.WriteString("Status", "PASSED");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";
}
