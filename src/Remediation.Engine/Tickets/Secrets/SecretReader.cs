using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;

namespace Remediation.Engine.Tickets.Secrets;

/// <summary>
/// Fetches secrets when they are used, and keeps them in memory for some minutes. A secret that was refused is to be forgotten, so
/// that the next attempt takes the one that it was changed to.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html,
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html.
/// </summary>
public sealed class SecretReader(IDocumentSource aws, TimeProvider time)
{
    /// <summary>How long a secret is used before it is fetched again.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (Secret Secret, DateTimeOffset Until)> _kept = new(
        StringComparer.Ordinal
    );

    /// <summary>The IAM action that it needs for a parameter.</summary>
    public const string ParameterAction = "ssm:GetParameter";

    /// <summary>The IAM action that it needs for a secret of Secrets Manager.</summary>
    public const string SecretAction = "secretsmanager:GetSecretValue";

    /// <summary>The IAM actions that it needs for both.</summary>
    public static IReadOnlyList<string> Actions { get; } = [SecretAction, ParameterAction];

    public async ValueTask<StoreAnswer<Secret>> ReadAsync(
        SecretReference reference,
        CancellationToken cancellationToken
    )
    {
        var name = reference.ToString();
        if (_kept.TryGetValue(name, out var kept) && time.GetUtcNow() < kept.Until)
        {
            return StoreAnswer<Secret>.Of(kept.Secret);
        }
        var answer = reference.IsParameter
            ? await ReadParameterAsync(reference, cancellationToken)
            : await ReadSecretAsync(reference, cancellationToken);
        if (answer.IsAnswered)
        {
            _kept[name] = (answer.Value, time.GetUtcNow() + KeptFor);
        }
        return answer;
    }

    /// <summary>Whoever it was shown to did not accept it.</summary>
    public void Forget(SecretReference reference) => _kept.TryRemove(reference.ToString(), out _);

    private async Task<StoreAnswer<Secret>> ReadParameterAsync(SecretReference reference, CancellationToken ct)
    {
        var request = new JsonObject { ["Name"] = reference.Id, ["WithDecryption"] = true }.ToJsonString();
        var answer = await aws.CallAsync("ssm", "GetParameter", request, ct);
        return !answer.IsAnswered ? Unread(reference, answer)
            : answer.Document.Root.TryGetProperty("Parameter", out var parameter)
                ? Member(reference, JsonMembers.Text(parameter, "Value"))
            : Unusable(reference, "it has no value");
    }

    private async Task<StoreAnswer<Secret>> ReadSecretAsync(SecretReference reference, CancellationToken ct)
    {
        var request = new JsonObject { ["SecretId"] = reference.Id }.ToJsonString();
        var answer = await aws.CallAsync("secretsmanager", "GetSecretValue", request, ct);
        return answer.IsAnswered
            ? Member(reference, JsonMembers.Text(answer.Document.Root, "SecretString"))
            : Unread(reference, answer);
    }

    private static StoreAnswer<Secret> Member(SecretReference reference, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return Unusable(reference, "it has no text");
        }
        if (reference.Member is not { } member)
        {
            return Usable(reference, value);
        }
        try
        {
            using var json = JsonDocument.Parse(value);
            return JsonMembers.Text(json.RootElement, member) is { Length: > 0 } text
                ? Usable(reference, text)
                : Unusable(reference, $"it is no JSON object with a text under '{member}'");
        }
        // What the parser says of it can repeat a part of it.
        catch (JsonException)
        {
            return Unusable(reference, $"it is no JSON object with a text under '{member}'");
        }
    }

    // Whoever stores a secret by a shell easily stores a line's end with it; within, it would end a header.
    private static StoreAnswer<Secret> Usable(SecretReference reference, string value)
    {
        var trimmed = value.Trim();
        return trimmed.Length == 0 || trimmed.Any(char.IsControl)
            ? Unusable(reference, "it is empty, or has a line break or another control character")
            : StoreAnswer<Secret>.Of(new(trimmed));
    }

    private static StoreAnswer<Secret> Unread(SecretReference reference, DocumentAnswer answer) =>
        StoreAnswer<Secret>.Failed(new("SecretUnread", $"{reference}: {answer.Error}"));

    private static StoreAnswer<Secret> Unusable(SecretReference reference, string why) =>
        StoreAnswer<Secret>.Failed(new("SecretUnusable", $"{reference}: {why}"));
}
