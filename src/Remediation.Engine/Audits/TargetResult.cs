using System.Text.Json;

namespace Remediation.Engine.Audits;

/// <summary>What the audit of one account in one region came to.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The region's code.</param>
/// <param name="Answer">The last answer of the audit, or null when it failed.</param>
/// <param name="Problem">Why it failed, or null.</param>
internal sealed record TargetResult(string Account, string Region, JsonElement? Answer, string? Problem)
{
    /// <summary>One result as the map of the state machine wrote it: input and output are JSON in text.</summary>
    public static TargetResult Of(JsonElement result)
    {
        using var input = JsonDocument.Parse(result.GetProperty("Input").GetString()!);
        var account = Text(input.RootElement, "account") ?? "";
        var region = Text(input.RootElement, "region") ?? "";
        if (Text(result, "Status") != "SUCCEEDED")
        {
            var why =
                $"{Text(result, "Error") ?? Text(result, "Status")}: {Text(result, "Cause") ?? "no cause is given"}";
            return new(account, region, null, why);
        }
        using var output = JsonDocument.Parse(result.GetProperty("Output").GetString()!);
        return new(account, region, output.RootElement.Clone(), null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
