namespace Remediation.Core.Events;

/// <summary>Guesses the tool behind a call. The caller writes its own user agent, so nothing may depend on the guess.</summary>
internal static class ChangeOrigins
{
    private const string Internal = "AWS Internal";

    internal static ChangeOrigin Of(Actor actor, bool hasConsoleCredentials)
    {
        var agent = actor.UserAgent ?? "";
        if (AutomationOf(actor) is { } automation)
        {
            return automation;
        }

        if (IsCalledBy(actor, "cloudformation.amazonaws.com"))
        {
            return IsCdkRole(RoleOf(actor)) ? ChangeOrigin.Cdk : ChangeOrigin.CloudFormation;
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

    // https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html and the services' pages on their linked roles. Nobody but
    // AWS can make a role under aws-service-role; Control Tower's own a person can assume as well.
    private static ChangeOrigin? AutomationOf(Actor actor)
    {
        var role = RoleOf(actor);
        return IsCalledBy(actor, "fms.amazonaws.com")
            || role == "aws-service-role/fms.amazonaws.com/AWSServiceRoleForFMS"
                ? ChangeOrigin.FirewallManager
            : IsCalledBy(actor, "controltower.amazonaws.com")
            || (NameOf(role) is "AWSControlTowerExecution" or "AWSControlTowerAdmin" && !IsFromAnAddress(actor))
                ? ChangeOrigin.ControlTower
            : IsCalledBy(actor, "config.amazonaws.com")
            || role == "aws-service-role/remediation.config.amazonaws.com/AWSServiceRoleForConfigRemediation"
                ? ChangeOrigin.ConfigRemediation
            : IsCalledBy(actor, "ssm.amazonaws.com") ? ChangeOrigin.SystemsManagerAutomation
            : null;
    }

    // Path and name of the role behind the session; empty where there is none.
    private static string RoleOf(Actor actor) =>
        Arn.Parse(actor.SessionIssuerArn) is { Service: "iam" } arn ? arn.ResourceName : "";

    private static string NameOf(string role) => role.Split('/')[^1];

    // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html: the role that CloudFormation works as for the CDK.
    private static bool IsCdkRole(string role) =>
        NameOf(role).StartsWith("cdk-", StringComparison.Ordinal)
        && role.Contains("-cfn-exec-role-", StringComparison.Ordinal);

    private static ChangeOrigin ServiceOrSdk(Actor actor, string agent)
    {
        var isService = IsService(agent) && (agent == Internal || !IsFromAnAddress(actor));
        if (actor.IdentityType is "AWSService" || isService || IsService(actor.InvokedBy ?? ""))
        {
            return ChangeOrigin.Service;
        }

        return IsSdk(agent) ? ChangeOrigin.Sdk : ChangeOrigin.Unknown;
    }

    // The user agent is the caller's to write; the other two are AWS's, and where a service called no address stands there.
    private static bool IsCalledBy(Actor actor, string service) =>
        actor.InvokedBy == service
        || actor.SourceIpAddress == service
        || (actor.UserAgent == service && !IsFromAnAddress(actor));

    private static bool IsFromAnAddress(Actor actor) => actor.SourceIpAddress is { } source && !IsService(source);

    private static bool IsConsole(string agent) =>
        agent is "signin.amazonaws.com" or "console.amazonaws.com"
        || (
            agent.StartsWith("console.", StringComparison.Ordinal)
            && agent.EndsWith(".amazonaws.com", StringComparison.Ordinal)
        )
        || agent.StartsWith("Mozilla/", StringComparison.Ordinal);

    private static bool IsService(string agent) =>
        agent == Internal || agent.EndsWith(".amazonaws.com", StringComparison.Ordinal);

    private static bool IsSdk(string agent) =>
        Has(agent, "aws-sdk") || Has(agent, "boto3/") || Has(agent, "botocore/") || Has(agent, "aws sdk");

    private static bool Has(string agent, string mark) => agent.Contains(mark, StringComparison.OrdinalIgnoreCase);
}
