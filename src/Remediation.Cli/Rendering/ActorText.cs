using Remediation.Core.Events;

namespace Remediation.Cli.Rendering;

/// <summary>Who made a change, from where, by which tool, when and by which call, for people.</summary>
internal static class ActorText
{
    public static IEnumerable<string> Of(ParsedEvent parsed)
    {
        var actor = parsed.Actor;
        yield return Name(actor);
        yield return actor.SourceIpAddress ?? "";
        yield return Tool(actor.Origin);
        yield return Time(parsed.Change);
        yield return parsed.Name ?? "";
    }

    private static string Name(Actor actor) =>
        actor.SourceIdentity is { } source && source != actor.DisplayName
            ? $"{actor.DisplayName} (source identity {source})"
            : actor.DisplayName;

    private static string Tool(ChangeOrigin origin) =>
        origin switch
        {
            ChangeOrigin.Console => "console",
            ChangeOrigin.Cli => "aws-cli",
            ChangeOrigin.Sdk => "SDK",
            ChangeOrigin.CloudFormation => "CloudFormation",
            ChangeOrigin.Terraform => "Terraform",
            ChangeOrigin.OpenTofu => "OpenTofu",
            ChangeOrigin.Pulumi => "Pulumi",
            ChangeOrigin.Cdk => "CDK",
            ChangeOrigin.ConfigRemediation => "AWS Config remediation",
            ChangeOrigin.SystemsManagerAutomation => "Systems Manager Automation",
            ChangeOrigin.FirewallManager => "Firewall Manager",
            ChangeOrigin.ControlTower => "Control Tower",
            ChangeOrigin.Service => "AWS service",
            _ => "",
        };

    private static string Time(Change? change) =>
        change is null || change.Time == Change.UnknownTime ? "" : $"{change.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";
}
