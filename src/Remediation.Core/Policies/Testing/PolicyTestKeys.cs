using Remediation.Core.Policies.Loading;

namespace Remediation.Core.Policies.Testing;

/// <summary>Every key of a document of policy tests.</summary>
internal static class PolicyTestKeys
{
    public static KeySet Document { get; } =
        new([
            new("version", "The version of the format: 1.", IsRequired: true),
            new("policy", "The policy that is tested: a file beside this one, or a starter policy.", IsRequired: true),
            new("mode", "observe or enforce; the policy's own when absent."),
            new("tests", "What is judged, and what has to come of it.", IsRequired: true),
        ]);

    public static KeySet Case { get; } =
        new([
            new("name", "What the test shows.", IsRequired: true),
            new("snapshot", "A folder of AWS CLI outputs."),
            new("template", "A CloudFormation template."),
            new("parameters", "Values of the template's parameters, by name."),
            new("events", "Events that are handled on the snapshot; without them all of it is audited."),
            new("baselines", "A folder with the compliant states of before."),
            new("ous", "The organizational units that the account is in."),
            new("at", "The time that it is, such as 2026-11-20T10:00:00Z; now when absent."),
            new("expect", "What has to come of each resource that matters.", IsRequired: true),
        ]);

    public static KeySet Expectation { get; } =
        new([
            new("resource", "The id or ARN of a resource; in a template its logical id.", IsRequired: true),
            new("findings", "The checks that fail or cannot tell: exactly these; [] for none."),
            new("decision", "What the events come to for it."),
        ]);
}
