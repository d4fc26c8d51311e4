using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;

namespace Remediation.Engine.Audits;

/// <summary>
/// Answers AWS Config for a custom rule: judges the live resource by every check and puts the evaluation. It changes no network. See
/// https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html.
/// </summary>
public sealed class ConfigRule(AuditPorts ports)
{
    /// <summary>The IAM actions that it needs beside those of reading.</summary>
    public static ImmutableArray<string> Actions { get; } = ["config:PutEvaluations"];

    /// <returns>What was answered, or why nothing was: Lambda then tries again, and Config shows the rule's failure.</returns>
    public async Task<ParseResult<ConfigEvaluation>> AnswerAsync(
        ConfigInvocation asked,
        CancellationToken cancellationToken
    )
    {
        if (ports.Home.Documents is not { } aws)
        {
            return Failure("there is nothing to answer AWS Config with");
        }
        if (asked.Reference is { } place && (place.Account, place.Region) != (ports.HomeAccount, ports.HomeRegion))
        {
            return Failure(
                $"{asked.ResourceId} is in {place.Account} {place.Region}; a rule is answered at home alone"
            );
        }
        var judged = await EvaluateAsync(asked, cancellationToken);
        if (!judged.TryGet(out var evaluation, out var error))
        {
            return Failure(error);
        }
        using var request = JsonText.Make(writer => Write(writer, asked, evaluation));
        var answer = await aws.CallAsync(
            "config",
            "PutEvaluations",
            request.RootElement.GetRawText(),
            cancellationToken
        );
        if (!answer.IsAnswered)
        {
            return Failure($"AWS Config did not take the evaluation of {asked.ResourceId}: {answer.Error}");
        }
        var isRefused =
            answer.Document.Root.TryGetProperty("FailedEvaluations", out var failed)
            && failed.ValueKind == JsonValueKind.Array
            && failed.GetArrayLength() > 0;
        return isRefused
            ? Failure($"AWS Config did not take the evaluation of {asked.ResourceId}")
            : ParseResult<ConfigEvaluation>.Success(evaluation);
    }

    private async Task<ParseResult<ConfigEvaluation>> EvaluateAsync(
        ConfigInvocation asked,
        CancellationToken cancellationToken
    )
    {
        if (asked.Reference is not { } reference)
        {
            return ParseResult<ConfigEvaluation>.Success(ConfigEvaluation.NotApplicable(asked.NotApplicable ?? ""));
        }
        var units = await AuditRun.InUnitsAsync(
            ports,
            new(ports.Policy, ports.Checks),
            reference.Account,
            cancellationToken
        );
        if (!units.TryGet(out var evaluator, out var error))
        {
            return Failure(error);
        }
        try
        {
            var judgement = await new Auditor(evaluator, ports.Time) { Baselines = ports.Baselines }.JudgeAsync(
                ports.Home.Account!,
                reference,
                cancellationToken
            );
            return ParseResult<ConfigEvaluation>.Success(
                judgement is null
                    ? ConfigEvaluation.NotApplicable("there is no such resource any more")
                    : ConfigEvaluation.Of(judgement)
            );
        }
        catch (AccountException unread)
        {
            return Failure($"{asked.ResourceId} could not be read: {unread.Error}");
        }
    }

    private static void Write(Utf8JsonWriter writer, ConfigInvocation asked, ConfigEvaluation evaluation)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Evaluations");
        writer.WriteStartObject();
        writer.WriteString("ComplianceResourceType", asked.ResourceType);
        writer.WriteString("ComplianceResourceId", asked.ResourceId);
        writer.WriteString("ComplianceType", evaluation.Compliance);
        if (evaluation.Annotation is { Length: > 0 } annotation)
        {
            writer.WriteString("Annotation", annotation);
        }
        // In AWS's JSON a time is a number of seconds.
        writer.WriteNumber("OrderingTimestamp", asked.CaptureTime.ToUnixTimeMilliseconds() / 1000m);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("ResultToken", asked.ResultToken);
        writer.WriteBoolean("TestMode", asked.IsTest);
        writer.WriteEndObject();
    }

    private static ParseResult<ConfigEvaluation> Failure(string reason) =>
        ParseResult<ConfigEvaluation>.Failure(reason);
}
