using System.Text.Json;
using Remediation.Core.Planning;

namespace Remediation.Engine.Tickets.Web;

/// <summary>What an HTTP request was answered with, or why there is no answer to work with.</summary>
internal sealed record WebAnswer
{
    private WebAnswer() { }

    /// <summary>The body where it is JSON. Whoever reads it holds every value in it to be anything.</summary>
    public JsonElement Json { get; private init; }

    public CallError? Error { get; private init; }

    /// <summary>The status; 0 where nobody answered.</summary>
    public int Status { get; private init; }

    /// <summary>Whether sending it again may succeed without anybody mending something.</summary>
    public bool IsPassing { get; private init; }

    /// <summary>How long the other side wants to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public bool IsAnswered => Error is null;

    /// <summary>Whether the other side says that there is no such thing, or none any more.</summary>
    public bool IsGone => Status is 404 or 410;

    /// <summary>Whether the other side does not accept who is asking.</summary>
    public bool IsRefused => Status is 401 or 403;

    public static WebAnswer Of(int status, JsonElement json) => new() { Status = status, Json = json };

    public static WebAnswer Failed(
        CallError error,
        int status = 0,
        bool isPassing = true,
        TimeSpan? retryAfter = null
    ) =>
        new()
        {
            Error = error,
            Status = status,
            IsPassing = isPassing,
            RetryAfter = retryAfter,
        };
}
