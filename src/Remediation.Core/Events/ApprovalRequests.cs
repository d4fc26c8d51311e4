using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Reads a person's approval of a plan: <c>{"approve":"CLAIMS.SIGNATURE"}</c>, both in base64url, as a link carries them. Only the form
/// is looked at here: the key is not the parser's to know.
/// </summary>
internal static class ApprovalRequests
{
    private const int LongestToken = 4096;

    private static Actor Approver { get; } = new() { DisplayName = "approval" };

    internal static ParsedEvent Parse(JsonElement root, EventContext outer)
    {
        var at = outer with { Name = "approve", EventId = outer.IdOf(null, root), Actor = Approver };
        var approve = root.Member("approve");
        return approve.ValueKind == JsonValueKind.String && IsToken(approve.GetString()!)
            ? at.Approval(approve.GetString()!)
            : at.Rejected("approve is not a token; expected the text that remediate apply --sign-with prints, whole");
    }

    private static bool IsToken(string text) =>
        text.Length <= LongestToken
        && text.Split('.') is [{ Length: > 0 } claims, { Length: > 0 } signature]
        && claims.All(IsBase64Url)
        && signature.All(IsBase64Url);

    private static bool IsBase64Url(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
