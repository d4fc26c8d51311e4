using Remediation.Core.Checks;

namespace Remediation.Core.Policies.Loading;

/// <summary>Every key of the policy document, once for the loader and for the schema.</summary>
internal static class PolicyKeys
{
    public static KeySet Document { get; } =
        new([
            new("version", "The version of the policy format: 1.", IsRequired: true),
            new("mode", "Whether anything may be changed at all. observe when absent."),
            new("trustedSources", "Internet ranges (CIDR) that are trusted. A bare address is a range of one."),
            new(
                "tiers",
                "The layers of the workload by name, and the security groups, subnets and addresses that are each."
            ),
            new("flows", "What may talk to what; any other traffic of a tier is a violation."),
            new(
                "checks",
                "What is done about each check, by its id; \"*\" is for all checks and yields to a check's own."
            ),
            new("scopes", "Other settings for the resources that match; of several scopes the later wins."),
            new("exemptions", "Exceptions from one check for one resource, each with an owner and an end."),
            new("quarantine", "How workloads are cut off, and for which findings of GuardDuty and Security Hub."),
            new("guardrails", "What no plan may do, whatever the checks say."),
            new("tickets", "Where tickets are kept: in each of them."),
            new("notify", "Who is told of what was done: each of them."),
        ]);

    public static KeySet Tickets { get; } =
        new([
            new("opsCenter", "OpsItems of AWS Systems Manager OpsCenter; takes no settings: {}."),
            new("securityHub", "Findings of AWS Security Hub; takes no settings: {}."),
            new("jira", "Issues of a Jira project."),
            new("serviceNow", "Incidents of ServiceNow."),
            new("github", "Issues of a GitHub repository."),
            new("webhook", "Anything that takes signed HTTP POST requests."),
        ]);

    public static KeySet Notify { get; } =
        new([
            new("sns", "The ARN of an SNS topic."),
            new("slack", "Where the URL of a Slack incoming webhook is kept, which is a secret."),
            new("eventBridge", "The name or ARN of an event bus, which gets remediation.outcome events."),
        ]);

    /// <summary>Of a kind that has no settings.</summary>
    public static KeySet Nothing { get; } = new([]);

    public static KeySet Jira { get; } =
        new([
            new("url", "The site, such as https://example.atlassian.net.", IsRequired: true),
            new("project", "The key of the project, such as SEC.", IsRequired: true),
            new("user", "The e-mail address of the token's owner. Without it the token is sent as a bearer token."),
            new("token", "Where the API token is kept: an SSM parameter or a secret's ARN.", IsRequired: true),
            new("issueType", "The name of the type of issue. Task when absent."),
        ]);

    public static KeySet ServiceNow { get; } =
        new([
            new("url", "The instance, such as https://example.service-now.com.", IsRequired: true),
            new("user", "The user of the integration. Without it the password is sent as a bearer token."),
            new(
                "password",
                "Where the password or token is kept: an SSM parameter or a secret's ARN.",
                IsRequired: true
            ),
            new("table", "The table, which is or extends incident. incident when absent."),
            new("closeCode", "The resolution code of what is closed. Solution provided when absent."),
        ]);

    public static KeySet GitHub { get; } =
        new([
            new("repository", "The repository, such as example/network.", IsRequired: true),
            new("token", "Where the token is kept: an SSM parameter or a secret's ARN.", IsRequired: true),
            new("url", "The API of a server of your own. https://api.github.com when absent."),
        ]);

    public static KeySet Webhook { get; } =
        new([
            new("url", "Where to post to.", IsRequired: true),
            new(
                "secret",
                "Where the key of the signature is kept: an SSM parameter or a secret's ARN.",
                IsRequired: true
            ),
        ]);

    public static KeySet CheckSettings { get; } =
        new([
            new("respond", "What is done about a finding."),
            new("fix", "How offending traffic is taken away. remove when absent."),
        ]);

    public static KeySet Tier { get; } =
        new([
            new("securityGroups", "Which security groups are the tier; every part that is given must match."),
            new("subnets", "Which subnets are the tier; every part that is given must match."),
            new("vpcs", "VPC ids of which every security group and subnet is in the tier."),
            new("cidrs", "Ranges (CIDR) of addresses that are the tier, and of the subnets that lie in them."),
            new("private", "Whether the tier must have no way to or from the internet of its own. false when absent."),
        ]);

    /// <summary>The keys of which a tier needs one.</summary>
    public static IReadOnlyList<string> TierMembers { get; } = ["securityGroups", "subnets", "vpcs", "cidrs"];

    public static KeySet TierGroups { get; } = TierMatch("security groups");

    public static KeySet TierSubnets { get; } = TierMatch("subnets");

    public static KeySet Flow { get; } =
        new([
            new(
                "from",
                "What may open connections: tiers, internet, trustedSources, ranges (CIDR) or prefix lists.",
                IsRequired: true
            ),
            new(
                "to",
                "What may be connected to: tiers, internet, trustedSources, ranges (CIDR) or prefix lists.",
                IsRequired: true
            ),
            new("allow", "The services, such as tcp/443.", IsRequired: true),
        ]);

    public static KeySet Scope { get; } =
        new([
            new("match", "Which resources the scope is about; every part that is given must match.", IsRequired: true),
            new("checks", "The settings for them, as in checks of the document.", IsRequired: true),
        ]);

    public static KeySet Match { get; } =
        new([
            new("accounts", "Account ids, in quotes. * stands for any characters."),
            new("ous", "Ids of organizational units, such as ou-ab12-11111111, or of the root: all accounts below."),
            new("regions", "Regions such as us-east-1. * stands for any characters."),
            new("vpcs", "VPC ids. * stands for any characters."),
            new("resources", "Resource ids, names or ARNs. * stands for any characters."),
            new("tags", "Tags by key; every one must match. * in a value stands for any characters."),
        ]);

    public static KeySet Exemption { get; } =
        new([
            new("id", "How the team refers to it, such as EX-42.", IsRequired: true),
            new("check", "The id of the check.", IsRequired: true),
            new("resource", "The resource's id or ARN; no pattern.", IsRequired: true),
            new("traffic", "The traffic that is exempted; the whole finding when absent."),
            new("until", "The last day (UTC) on which it holds, such as 2027-03-31.", IsRequired: true),
            new("owner", "Who answers for it.", IsRequired: true),
            new("reason", "Why it is needed.", IsRequired: true),
        ]);

    public static KeySet Traffic { get; } =
        new([
            new("source", "The range (CIDR), or ranges, of the other side.", IsRequired: true),
            new("allow", "The services, such as tcp/22.", IsRequired: true),
        ]);

    public static KeySet Quarantine { get; } =
        new([
            new("allow", "What may reach whoever is cut off, or be reached by it, all the same. Nothing when absent."),
            new("hard", "Whether network ACLs deny its addresses as well. false when absent."),
            new(
                "waitForChangeWindows",
                "Whether an automatic quarantine waits for the guardrails' changeWindows. false when absent."
            ),
            new(
                "maxInterfaces",
                "The most interfaces that one finding of a check may have cut off; with more a person decides. 10 when absent."
            ),
            new(
                "findings",
                "The findings of GuardDuty and Security Hub for which the workload that they name is cut off."
            ),
        ]);

    public static KeySet QuarantineAllowance { get; } =
        new([
            new("from", "The range (CIDR), or ranges, that may reach it; or give to."),
            new("to", "The range (CIDR), or ranges, that it may reach; or give from."),
            new("allow", "The services, such as tcp/22.", IsRequired: true),
        ]);

    public static KeySet QuarantineFinding { get; } =
        new([
            new(
                "types",
                "Types of findings, such as UnauthorizedAccess:EC2/*. * stands for any characters.",
                IsRequired: true
            ),
            new("minSeverity", "The least severity. high when absent."),
        ]);

    public static KeySet Guardrails { get; } =
        new([
            new("neverTouch", "Ids, names or ARNs of resources that are never changed. * stands for any characters."),
            new("maxRulesRemovedPerPlan", "The most rules or entries that one plan may take away."),
            new("maxChangesPerHour", "The most remediations within any hour, of all engines together. 50 when absent."),
            new("flipFlop", "When a finding that keeps coming back is no longer reverted. 3 within 1h when absent."),
            new("changeWindows", "When automatic changes may be made, in UTC. At any time when absent."),
            new("urgent", "From which severity on a finding is reverted outside the change windows as well."),
            new(
                "breakGlassPrincipals",
                "ARNs of IAM roles and users whose changes are ticketed first and reverted later. * stands for any characters."
            ),
            new("approveWithin", "How long a plan that is put before a person can be approved of. 7d when absent."),
            new(
                "warnBefore",
                "How long before its end an exemption that still spares something is warned of. 7d when absent."
            ),
            new("breakGlassFor", "How much later, such as 30m, 4h or 1d. 4h when absent."),
        ]);

    public static KeySet ChangeWindow { get; } =
        new([
            new("days", "The days on which it begins, such as mon. Every day when absent."),
            new("from", "The time (UTC) at which it begins, such as 07:00.", IsRequired: true),
            new(
                "to",
                "The time (UTC) at which it ends, such as 19:00; on the next day when that is earlier.",
                IsRequired: true
            ),
        ]);

    public static KeySet FlipFlop { get; } =
        new([
            new("reverts", "How often the same finding is reverted.", IsRequired: true),
            new("within", "Within how long, such as 30m, 1h or 2d.", IsRequired: true),
        ]);

    /// <summary>The keys of one check's settings, its own parameters included.</summary>
    public static KeySet SettingsOf(CheckMetadata check) =>
        CheckSettings.With(check.Parameters.Select(parameter => new PolicyKey(parameter.Name, parameter.Description)));

    private static KeySet TierMatch(string what) =>
        new([
            new("tags", "Tags by key; every one must match. * in a value stands for any characters."),
            new("names", $"Names of {what}. * stands for any characters."),
            new("ids", $"Ids of {what}."),
            new("vpcs", "VPC ids."),
            new("accounts", "Account ids, in quotes."),
            new("regions", "Regions such as us-east-1."),
        ]);
}
