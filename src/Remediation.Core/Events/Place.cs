using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>The account and region of a change; each is empty when the event does not say.</summary>
internal sealed record Place(string Account, string Region)
{
    private const int AccountDigits = 12;

    internal static ParseResult<Place> Read(JsonElement account, string? region)
    {
        var accountId = AccountId(account);
        if (accountId is not null && !IsAccountId(accountId))
        {
            return Failure($"the account {Quoted.Of(accountId)} is not an account id of 12 digits");
        }

        return region is null || IsRegion(region)
            ? ParseResult<Place>.Success(new Place(accountId ?? "", region ?? ""))
            : Failure($"the region {Quoted.Of(region)} is not the code of a region, such as us-east-1");
    }

    /// <summary>The account id; a number has lost its leading zeros on the way and gets them back.</summary>
    internal static string? AccountId(JsonElement account) =>
        account.ValueKind == JsonValueKind.Number ? account.GetRawText().PadLeft(AccountDigits, '0') : account.Text();

    private static bool IsAccountId(string text) => text.Length == AccountDigits && text.All(char.IsAsciiDigit);

    private static bool IsRegion(string text) =>
        text.Split('-') is { Length: >= 3 } parts
        && parts[..^1].All(part => part.Length > 0 && part.All(char.IsAsciiLetterLower))
        && parts[^1].Length > 0
        && parts[^1].All(char.IsAsciiDigit);

    private static ParseResult<Place> Failure(string reason) => ParseResult<Place>.Failure(reason);
}
