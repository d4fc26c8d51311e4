using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-logging-unredacted: secrets of visitors are in the logs.</summary>
public sealed class WafLoggingUnredacted : Check<WebAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-logging-unredacted",
            Title = "A web ACL logs the values of headers that carry secrets.",
            Rationale =
                "Passwords, tokens and session cookies in logs can be used by whoever reads the logs, which are more people than may "
                + "sign in as a visitor.",
            DoesNotCheck =
                "Secrets elsewhere in a request, such as in its path, query or body, and what was logged before. Headers that the web "
                + "ACL's data protection hides count as redacted.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Adds the missing headers to the redacted fields; everything else of the configuration stays.",
            ManualFix =
                "Add the headers to RedactedFields of the logging configuration, each as a SingleHeader: aws wafv2 "
                + "put-logging-configuration.",
            Parameters = [LoggingConfiguration.HeadersParameter("The headers whose values must not be logged.")],
            Triggers = WafTriggers.Logging,
            FixActions = WafTriggers.LoggingFix,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html",
                "https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-masking.html",
            ],
        };

    private static DocumentPath Place => WebAcl.LoggingPath.Then("RedactedFields");

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var logging = state.Logging;
        if (logging.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"what it logs is not known: {reason}");
        }
        if (logging.Value is not { } configuration)
        {
            return CheckResult.NotApplicable("it logs nothing");
        }
        return CheckResult.Fail([
            .. LoggingConfiguration
                .Shown(state, configuration, LoggingConfiguration.HeadersOf(context.Settings))
                .Select(header => new Evidence(Logged(configuration), $"the values of the header {header} are logged")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(Place),
                }),
        ]);
    }

    protected override DesiredState Desired(WebAcl state, CheckContext context)
    {
        var logging = state.Logging.Value!;
        if (logging.IsManagedByFirewallManager)
        {
            return DesiredState.None(
                "its logging is Firewall Manager's, which nobody else can change; change the policy there"
            );
        }
        var missing = LoggingConfiguration.Shown(state, logging, LoggingConfiguration.HeadersOf(context.Settings));
        var present = logging.Json.Items("RedactedFields");
        return DesiredState.Of(state.With(Place, LoggingConfiguration.Redacting(present, missing)));
    }

    private static string Logged(WafLogging logging) => $"logs to {string.Join(", ", logging.Destinations)}";
}
