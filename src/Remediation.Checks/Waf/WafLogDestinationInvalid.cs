using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-log-destination-invalid: AWS WAF does not log to where the web ACL is said to log.</summary>
public sealed class WafLogDestinationInvalid : Check<WebAcl>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-log-destination-invalid",
            Title = "A web ACL is set to log to a destination that AWS WAF refuses.",
            Rationale =
                "The name of the log group, bucket or delivery stream has to begin with aws-waf-logs-. With any other, putting the "
                + "configuration fails, often unnoticed within a script, and there are no logs.",
            DoesNotCheck = "Whether the destination exists, is in the right region, and lets AWS WAF write to it.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: which destination is meant, only its owner knows.",
            ManualFix =
                "Make a destination whose name begins with aws-waf-logs- and put a logging configuration that names it: aws wafv2 "
                + "put-logging-configuration.",
            Triggers = WafTriggers.Logging,
            References = ["https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html"],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var logging = state.Logging;
        if (logging.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"where it logs to is not known: {reason}");
        }
        if (logging.Value is not { } configuration)
        {
            return CheckResult.NotApplicable("it logs nothing");
        }
        if (configuration.Destinations.IsEmpty)
        {
            return CheckResult.Fail(Of("a logging configuration", "it names no destination"));
        }
        return CheckResult.Fail([
            .. configuration
                .Destinations.Select(arn => (Arn: arn, Fault: LogDestination.Fault(arn)))
                .Where(destination => destination.Fault is not null)
                .Select(destination => Of($"logs to {destination.Arn}", destination.Fault!)),
        ]);
    }

    private Evidence Of(string what, string offending) => new(what, offending) { Severity = Metadata.Severity };
}
