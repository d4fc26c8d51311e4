using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediation.Core;
using Remediation.Engine.Records;

namespace Remediation.Engine.Approvals;

/// <summary>
/// That somebody approves of one plan, signed so that it can travel in a link: the claims as JSON and their HMAC-SHA256, both in
/// base64url, with a dot between. What was signed are the very bytes that are read, so that nothing has two readings. A token says
/// nothing of whether its time is over or it was used before; that is for <see cref="ApprovalClerk"/> to tell.
/// </summary>
/// <param name="PlanHash">The plan's hash.</param>
/// <param name="By">Who approves; recorded as the actor.</param>
/// <param name="Expires">From when on it is void.</param>
/// <param name="Nonce">What makes it one of a kind: it can be used once.</param>
public sealed record SignedApproval(string PlanHash, string By, DateTimeOffset Expires, string Nonce)
{
    /// <summary>The fewest characters of a key: what is shorter could be guessed.</summary>
    public const int ShortestKey = 32;

    private const int LongestName = 256;

    // What is signed for anything else with the same key is no approval.
    private const string Purpose = "remediation.approval/1.";

    /// <summary>The longest that a token may have left to live.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromDays(7);

    /// <summary>A nonce that nobody can guess.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    /// <summary>Whether the text is a plan's hash, whole.</summary>
    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The token.</summary>
    public string Sign(string key)
    {
        var claims = new JsonObject
        {
            ["plan"] = PlanHash,
            ["by"] = By,
            ["expires"] = Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["nonce"] = Nonce,
        };
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return $"{body}.{Base64Url.EncodeToString(Mac(body, key))}";
    }

    /// <summary>The claims of a token that was signed with the key, or why it is worth nothing.</summary>
    public static ParseResult<SignedApproval> Read(string token, string key)
    {
        if (key.Length < ShortestKey)
        {
            return Failure(
                $"the key for approvals is shorter than {ShortestKey} characters, so that nothing signed with it counts"
            );
        }
        var parts = token.Split('.');
        if (parts.Length != 2 || Decoded(parts[1]) is not { } signature || Decoded(parts[0]) is not { } claims)
        {
            return Failure("the approval is no token");
        }
        return CryptographicOperations.FixedTimeEquals(signature, Mac(parts[0], key))
            ? Claims(claims)
            : Failure(
                "the approval's signature is not that of this engine's key: it was forged or altered, or signed for another engine"
            );
    }

    private static ParseResult<SignedApproval> Claims(byte[] utf8)
    {
        if (RecordText.Of(Encoding.UTF8.GetString(utf8)) is not { } claims)
        {
            return Failure("the approval is signed, but what was signed are no claims");
        }
        string Text(string name) => claims.Text(name) ?? "";
        var (plan, by, nonce) = (Text("plan"), Text("by"), Text("nonce"));
        return
            claims.Time("expires") is { } expires
            && IsHash(plan)
            && by.Length is > 0 and <= LongestName
            && !by.Any(char.IsControl)
            && nonce.Length is >= 16 and <= 128
            ? ParseResult<SignedApproval>.Success(new(plan, by, expires, nonce))
            : Failure("the approval is signed, but its plan, by, expires or nonce is not as it has to be");
    }

    private static byte[]? Decoded(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static byte[] Mac(string body, string key) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(Purpose + body));

    private static ParseResult<SignedApproval> Failure(string reason) => ParseResult<SignedApproval>.Failure(reason);
}
