namespace Remediation.Core.Events;

/// <summary>The kind of tool that made a change. It is a guess from the user agent, which the caller can forge.</summary>
public enum ChangeOrigin
{
    Unknown,
    Console,
    Cli,
    Sdk,
    CloudFormation,
    Terraform,
    OpenTofu,
    Pulumi,
    Cdk,
    ConfigRemediation,
    SystemsManagerAutomation,
    FirewallManager,
    ControlTower,
    Service,
}
