using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Core.Checks;
using Remediation.Core.Policies;

namespace Remediation.Cli.Commands;

/// <summary>The options that several commands share, each made anew for the command that takes it.</summary>
internal static class CommonOptions
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Sarif = "sarif";
    public const string Html = "html";
    public const string Ocsf = "ocsf";
    public const string Asff = "asff";

    public static Option<string?> Snapshot() =>
        new("--snapshot")
        {
            HelpName = "DIR",
            Description =
                "Work on a folder of AWS CLI outputs (ec2.describe-security-groups.json, ...); no AWS access.",
        };

    public static Option<bool> Live() =>
        new("--live")
        {
            Description =
                "Work on the live account. The usual credential chain, AWS_REGION and AWS_ENDPOINT_URL are honoured.",
        };

    public static Option<string?> Baselines(string what) =>
        new("--baselines") { HelpName = "DIR|aws:TABLE/BUCKET", Description = what };

    public static Option<string[]> TemplateParameters() =>
        new("--parameter")
        {
            HelpName = "NAME=VALUE",
            Description = "The value of a parameter of the template, or of AWS::Region and the like; may be repeated.",
        };

    public static Option<string> Policy() =>
        new("--policy")
        {
            HelpName = "FILE|NAME",
            Description = "A policy document, or the name of a starter policy: foundational, layered or strict.",
            DefaultValueFactory = _ => PolicyInput.Default,
        };

    public static Option<string?> Mode() =>
        new Option<string?>("--mode")
        {
            HelpName = "observe|enforce",
            Description = "What holds instead of the policy's mode. The starter policies observe.",
        }.Among("observe", "enforce");

    public static Option<string?> Units() =>
        new("--ous")
        {
            HelpName = "ID,...|none",
            Description = "The organizational units that the account is in, for a policy with scopes by them.",
        };

    public static Option<string> Format() =>
        new Option<string>("--format")
        {
            HelpName = "table|json",
            Description = "How the result is written: for people, or for machines.",
            DefaultValueFactory = _ => Table,
        }.Among(Table, Json);

    public static Option<string> ReportFormat() =>
        new Option<string>("--format")
        {
            HelpName = "table|json|sarif|html|ocsf|asff",
            Description =
                "How the result is written: for people (table, html), for machines (json), for code scanning (sarif), "
                + "for Security Lake (ocsf), for Security Hub (asff).",
            DefaultValueFactory = _ => Table,
        }.Among(Table, Json, Sarif, Html, Ocsf, Asff);

    public static Option<string?> FailOn(string what) =>
        new Option<string?>("--fail-on")
        {
            HelpName = "SEVERITY",
            Description = $"Exit with 1 {what} at or above info, low, medium, high or critical.",
        }.Among("info", "low", "medium", "high", "critical");

    /// <summary>The severity that a word of <see cref="FailOn"/> means.</summary>
    public static Severity? SeverityOf(string? word) =>
        word switch
        {
            "info" => Severity.Info,
            "low" => Severity.Low,
            "medium" => Severity.Medium,
            "high" => Severity.High,
            "critical" => Severity.Critical,
            _ => null,
        };

    /// <summary>The mode that a word of <see cref="Mode"/> means.</summary>
    public static EnforcementMode? ModeOf(string? word) =>
        word switch
        {
            "observe" => EnforcementMode.Observe,
            "enforce" => EnforcementMode.Enforce,
            _ => null,
        };

    /// <summary>Whether the findings are such that the command is to fail.</summary>
    public static bool Fails(IEnumerable<Finding> findings, Severity? failOn) =>
        findings.Any(finding => finding.Status != FindingStatus.Exempted && finding.Severity >= failOn);

    private static Option<T> Among<T>(this Option<T> option, params string[] words)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
