using System.Text.Json;
using System.Text.Json.Nodes;

namespace Remediation.Engine.Guards;

/// <summary>
/// A switch that is an SSM parameter: while its value is <c>run</c> the engine may change things, and any other value stops it and
/// is the reason. A parameter that is gone stops it too: whoever may delete it may as well have stopped it.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html.
/// </summary>
public sealed class ParameterKillSwitch(IDocumentSource aws, string name) : IKillSwitch
{
    /// <summary>The value that lets the engine work.</summary>
    public const string Run = "run";

    /// <summary>The IAM action that it needs.</summary>
    public const string Action = "ssm:GetParameter";

    public async ValueTask<KillSwitchState> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["Name"] = name }.ToJsonString();
        var answer = await aws.CallAsync("ssm", "GetParameter", request, cancellationToken);
        if (!answer.IsAnswered)
        {
            return Unreadable($"{name}: {answer.Error}");
        }
        return
            answer.Document.Root.TryGetProperty("Parameter", out var parameter)
            && parameter.TryGetProperty("Value", out var value)
            && value.ValueKind == JsonValueKind.String
            ? Read(value.GetString()!.Trim())
            : Unreadable($"{name} has no value");
    }

    private KillSwitchState Read(string value) =>
        value == Run ? KillSwitchState.Clear : new(IsEngaged: true, $"{value} (parameter {name})");

    private static KillSwitchState Unreadable(string why) => new(IsEngaged: true, why, IsUnreadable: true);
}
