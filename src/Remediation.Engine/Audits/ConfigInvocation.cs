using System.Globalization;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Events;
using Remediation.Core.Resources;

namespace Remediation.Engine.Audits;

/// <summary>
/// What AWS Config asks of the function of a custom rule about one resource: which it is, in Config's own words, and where to look.
/// What the item says of the resource's content is not read. See
/// https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html.
/// </summary>
public sealed record ConfigInvocation
{
    private const string TestToken = "TESTMODE";

    /// <summary>Stands for the rule and the event in the answer. It is as good as a permission, and is never logged.</summary>
    public required string ResultToken { get; init; }

    public required string ResourceType { get; init; }

    public required string ResourceId { get; init; }

    /// <summary>When Config recorded the item: of two answers, that to the later one counts.</summary>
    public required DateTimeOffset CaptureTime { get; init; }

    /// <summary>Where to look; null where nothing is to be judged.</summary>
    public ResourceReference? Reference { get; init; }

    /// <summary>Why nothing is to be judged; null where something is.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>Whether somebody only tries whether an answer would be taken.</summary>
    public bool IsTest => ResultToken == TestToken;

    /// <summary>Whether a payload is such a question, by its members alone.</summary>
    public static bool Is(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }
            var (hasEvent, hasToken) = (false, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                hasEvent |= reader.ValueTextEquals("invokingEvent"u8);
                hasToken |= reader.ValueTextEquals("resultToken"u8);
                reader.Skip();
            }
            return hasEvent && hasToken;
        }
        catch (JsonException)
        {
            // Whoever reads it whole tells what is wrong with it.
            return false;
        }
    }

    public static ParseResult<ConfigInvocation> Read(ReadOnlyMemory<byte> payload)
    {
        using var outer = JsonDocument.Parse(payload);
        var root = outer.RootElement;
        if (
            JsonMembers.Text(root, "resultToken") is not { Length: > 0 } token
            || JsonMembers.Text(root, "invokingEvent") is not { } invoking
        )
        {
            return Failure("resultToken and invokingEvent have to be texts; AWS Config sends them so");
        }
        using var inner = Parse(invoking);
        var item = inner is null ? null : Item(inner.RootElement);
        if (
            item is not { } about
            || JsonMembers.Text(about, "resourceType") is not { Length: > 0 } type
            || JsonMembers.Text(about, "resourceId") is not { Length: > 0 } id
            || TimeOf(about) is not { } time
        )
        {
            return Failure(
                "invokingEvent names no configuration item with resourceType, resourceId and configurationItemCaptureTime; "
                    + "the rule has to be one of changes, not of a schedule"
            );
        }
        var parsed = EventParser.Parse(payload)[0];
        var asked = new ConfigInvocation
        {
            ResultToken = token,
            ResourceType = type,
            ResourceId = id,
            CaptureTime = time,
        };
        if (IsGone(root, about))
        {
            return ParseResult<ConfigInvocation>.Success(
                asked with
                {
                    NotApplicable = "the resource is gone, or is not one of the rule's any more",
                }
            );
        }
        return parsed switch
        {
            { Change.Resources: [var reference] } => ParseResult<ConfigInvocation>.Success(
                asked with
                {
                    Reference = reference,
                }
            ),
            { Change: not null } => Failure(
                $"{type} is none that is judged by itself; take it out of the rule's scope"
            ),
            { Kind: ParsedEventKind.Ignored } => ParseResult<ConfigInvocation>.Success(
                asked with
                {
                    NotApplicable = parsed.Reason,
                }
            ),
            _ => Failure(parsed.Reason ?? "it could not be understood"),
        };
    }

    private static DateTimeOffset? TimeOf(JsonElement item) =>
        DateTimeOffset.TryParse(
            JsonMembers.Text(item, "configurationItemCaptureTime"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;

    private static bool IsGone(JsonElement root, JsonElement item) =>
        (root.TryGetProperty("eventLeftScope", out var left) && left.ValueKind == JsonValueKind.True)
        || JsonMembers.Text(item, "configurationItemStatus") is "ResourceDeleted" or "ResourceDeletedNotRecorded";

    private static JsonElement? Item(JsonElement message)
    {
        foreach (var name in (ReadOnlySpan<string>)["configurationItem", "configurationItemSummary"])
        {
            if (
                message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty(name, out var item)
                && item.ValueKind == JsonValueKind.Object
            )
            {
                return item;
            }
        }
        return null;
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ParseResult<ConfigInvocation> Failure(string reason) =>
        ParseResult<ConfigInvocation>.Failure($"AWS Config's rule asks for something else: {reason}");
}
