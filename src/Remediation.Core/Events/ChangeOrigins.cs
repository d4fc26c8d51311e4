namespace Remediation.Core.Events;

/// <summary>Guesses the tool behind a call. The caller writes its own user agent, so nothing may depend on the guess.</summary>
internal static class ChangeOrigins
{
    internal static ChangeOrigin Of(Actor actor, bool hasConsoleCredentials)
    {
        var agent = actor.UserAgent ?? "";
        if (AutomationOf(actor) is { } automation)
        {
            return automation;
        }

        if (IsCalledBy(actor, "cloudformation.amazonaws.com"))
        {
            return ChangeOrigin.CloudFormation;
        }

        if (ToolOf(agent) is { } tool)
        {
            return tool;
        }

        if (hasConsoleCredentials || IsConsole(agent) || IsConsole(actor.InvokedBy ?? ""))
        {
            return ChangeOrigin.Console;
        }

        return Has(agent, "aws-cli/") ? ChangeOrigin.Cli : ServiceOrSdk(actor, agent);
    }

    // OpenTofu's provider is Terraform's, so that its agent names both.
    private static ChangeOrigin? ToolOf(string agent) =>
        Has(agent, "opentofu") ? ChangeOrigin.OpenTofu
        : Has(agent, "terraform") || Has(agent, "HashiCorp") ? ChangeOrigin.Terraform
        : Has(agent, "pulumi") ? ChangeOrigin.Pulumi
        : Has(agent, "aws-cdk") ? ChangeOrigin.Cdk
        : null;

    // https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html and the services' pages on their linked roles.
    private static ChangeOrigin? AutomationOf(Actor actor)
    {
        var role = Arn.Parse(actor.SessionIssuerArn)?.Resource.Split('/')[^1] ?? "";
        return IsCalledBy(actor, "fms.amazonaws.com") || role == "AWSServiceRoleForFMS" ? ChangeOrigin.FirewallManager
            : IsCalledBy(actor, "controltower.amazonaws.com")
            || role is "AWSControlTowerExecution" or "AWSControlTowerAdmin"
                ? ChangeOrigin.ControlTower
            : IsCalledBy(actor, "config.amazonaws.com") || role == "AWSServiceRoleForConfigRemediation"
                ? ChangeOrigin.ConfigRemediation
            : IsCalledBy(actor, "ssm.amazonaws.com") ? ChangeOrigin.SystemsManagerAutomation
            : null;
    }

    private static ChangeOrigin ServiceOrSdk(Actor actor, string agent)
    {
        if (actor.IdentityType is "AWSService" || IsService(agent) || IsService(actor.InvokedBy ?? ""))
        {
            return ChangeOrigin.Service;
        }

        return IsSdk(agent) ? ChangeOrigin.Sdk : ChangeOrigin.Unknown;
    }

    private static bool IsCalledBy(Actor actor, string service) =>
        new[] { actor.InvokedBy, actor.UserAgent, actor.SourceIpAddress }.Contains(service, StringComparer.Ordinal);

    private static bool IsConsole(string agent) =>
        agent is "signin.amazonaws.com" or "console.amazonaws.com"
        || (
            agent.StartsWith("console.", StringComparison.Ordinal)
            && agent.EndsWith(".amazonaws.com", StringComparison.Ordinal)
        )
        || agent.StartsWith("Mozilla/", StringComparison.Ordinal);

    private static bool IsService(string agent) =>
        agent is "AWS Internal" || agent.EndsWith(".amazonaws.com", StringComparison.Ordinal);

    private static bool IsSdk(string agent) =>
        Has(agent, "aws-sdk") || Has(agent, "boto3/") || Has(agent, "botocore/") || Has(agent, "aws sdk");

    private static bool Has(string agent, string mark) => agent.Contains(mark, StringComparison.OrdinalIgnoreCase);
}
