using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Remediation.Aws.Documents;
using Remediation.Core.Resources;
using Remediation.Engine.Organizations;

namespace Remediation.Aws.Organizations;

/// <summary>
/// Opens other accounts by assuming the spoke's role in them: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
/// The session is named after what it is opened for, so that CloudTrail in the member account leads from each call to the event
/// that it answers. What is open is kept for as long as its credentials hold, per account, region and purpose.
/// </summary>
public sealed class MemberAccounts(AwsClients home, MemberSettings settings, TimeProvider time) : IAccountDirectory
{
    private const string ModeTag = "remediation-mode";

    // An assumed role cannot assume another one for longer; the role's own limit is the same unless somebody lowers it.
    private const int Seconds = 3600;

    // So many that a batch and a while of others fit; what is older is opened anew.
    private const int MostOpen = 128;

    private static readonly TimeSpan _reserve = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Account, string Region, string Purpose), Opened> _open = new();
    private readonly AwsDocumentSource _sts = new(home);

    /// <summary>The IAM actions that it needs, on the role in each account.</summary>
    public static ImmutableArray<string> Actions { get; } = ["sts:AssumeRole", "sts:TagSession"];

    public async ValueTask<AccountAccess> OpenAsync(
        string account,
        string region,
        string purpose,
        CancellationToken cancellationToken
    )
    {
        if (!settings.Accounts.IsEmpty && !settings.Accounts.Contains(account, StringComparer.Ordinal))
        {
            return Refused(
                $"{account} is not among the accounts that this stack works in; add it to MemberAccounts if it should be",
                isRetryable: false
            );
        }
        if (account.Length != 12 || !account.All(char.IsAsciiDigit) || region.Length == 0)
        {
            return Refused($"'{account}' in '{region}' is not an account in a region", isRetryable: false);
        }
        var key = (account, region, purpose);
        if (_open.TryGetValue(key, out var opened) && opened.Until - _reserve > time.GetUtcNow())
        {
            return opened.Access;
        }
        return await AssumeAsync(key, cancellationToken);
    }

    private async ValueTask<AccountAccess> AssumeAsync(
        (string Account, string Region, string Purpose) key,
        CancellationToken cancellationToken
    )
    {
        var role = $"arn:{ResourceId.PartitionOf(key.Region)}:iam::{key.Account}:role/{settings.RoleName}";
        var answer = await _sts.CallAsync("sts", "AssumeRole", Request(role, key.Purpose), cancellationToken);
        if (!answer.IsAnswered)
        {
            return Refused(
                $"{role} could not be assumed: {answer.Error}. Deploy the spoke stack set to the account, with the role of this "
                    + "stack and its external id",
                answer.IsRetryable
            );
        }
        if (Read(answer.Document.Root) is not var (credentials, until))
        {
            return Refused($"the answer to assuming {role} holds no credentials", isRetryable: true);
        }
        var clients = home.In(key.Region, credentials);
        var access = AccountAccess.Of(AwsAccount.Open(clients), role, new AwsDocumentSource(clients));
        if (_open.Count >= MostOpen)
        {
            _open.Clear();
        }
        _open[key] = new(access, until);
        return access;
    }

    private string Request(string role, string purpose) =>
        new JsonObject
        {
            ["RoleArn"] = role,
            ["RoleSessionName"] = SessionName(purpose),
            ["DurationSeconds"] = Seconds,
            ["ExternalId"] = settings.ExternalId,
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = ModeTag, ["Value"] = settings.Mode }),
        }.ToJsonString();

    /// <summary>What stands for a purpose in a session's name, which takes 64 characters of few kinds.</summary>
    internal static string SessionName(string purpose)
    {
        var name =
            "remediation-"
            + string.Concat(purpose.Select(c => char.IsAsciiLetterOrDigit(c) || "_=,.@-".Contains(c) ? c : '-'));
        return name.Length > 64 ? name[..64] : name;
    }

    private static (SessionAWSCredentials Credentials, DateTimeOffset Until)? Read(JsonElement answer) =>
        answer.TryGetProperty("Credentials", out var credentials)
        && Text(credentials, "AccessKeyId") is { } id
        && Text(credentials, "SecretAccessKey") is { } secret
        && Text(credentials, "SessionToken") is { } token
        && DateTimeOffset.TryParse(
            Text(credentials, "Expiration"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var until
        )
            ? (new(id, secret, token), until)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static AccountAccess Refused(string reason, bool isRetryable) =>
        AccountAccess.Refused(new("AccountNotOpen", reason), isRetryable);

    private sealed record Opened(AccountAccess Access, DateTimeOffset Until);
}
