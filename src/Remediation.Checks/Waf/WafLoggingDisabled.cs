using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>waf-logging-disabled: the web ACL tells nobody what it sees.</summary>
public sealed class WafLoggingDisabled : Check<WebAcl>
{
    private const string Destination = "destination";

    private static readonly DocumentPath FilterPath = WebAcl.LoggingPath.Then("LoggingFilter");

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "waf-logging-disabled",
            Title = "A web ACL does not log requests, or drops those that it blocks from its logs.",
            Rationale =
                "Without logs nobody can tell what was attacked, what was let through, or what a rule would have done. Deleting the "
                + "logging configuration is a way to work unseen.",
            DoesNotCheck =
                "Whether the destination exists and receives anything, how long it keeps it, and whether a filter drops other requests "
                + "that matter than those that are blocked.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.WebAcl,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Puts the logging configuration of the last compliant state back; where there is none, one that logs to the "
                + "policy's destination of the same region, without the values of the headers in the parameter headers. Where there "
                + "is neither, a ticket says so.",
            ManualFix =
                "Make a log group, bucket or stream whose name begins with aws-waf-logs- and log to it: aws wafv2 "
                + "put-logging-configuration --logging-configuration ResourceArn=WEB-ACL,LogDestinationConfigs=DESTINATION.",
            Controls = [new("WAF.11", "AWS WAF web ACL logging should be enabled")],
            Parameters =
            [
                new(
                    Destination,
                    ParameterType.Texts,
                    ParameterValue.Of(texts: []),
                    "The ARNs to log to where nothing tells what was logged to before, at most one of them for each region."
                ),
                LoggingConfiguration.HeadersParameter("The headers whose values are left out then."),
            ],
            Triggers = WafTriggers.Logging,
            Surroundings = SurroundingKinds.Baseline,
            FixActions = WafTriggers.LoggingFix,
            References =
            [
                "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
                "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
            ],
        };

    protected override CheckResult Evaluate(WebAcl state, CheckContext context)
    {
        var logging = state.Logging;
        if (logging.UnknownReason is { } reason)
        {
            return CheckResult.Unknown($"whether it logs is not known: {reason}");
        }
        if (logging.Value is not { } configuration)
        {
            return CheckResult.Fail(
                new Evidence("no logging configuration", "requests are not logged")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(DocumentPath.Of(WebAcl.LoggingPart)),
                }
            );
        }
        return BlockedLogs.DropsAll(configuration)
            ? CheckResult.Fail(
                new Evidence("a log filter", "requests that are blocked are dropped from the logs")
                {
                    Severity = Metadata.Severity,
                    Withdrawal = DocumentChange.At(FilterPath),
                }
            )
            : CheckResult.Pass;
    }

    protected override DesiredState Desired(WebAcl state, CheckContext context)
    {
        if (state.Logging.Value is { } present)
        {
            return Refiltered(state, present, context);
        }
        if (context.Baseline<WebAcl>() is { Logging.Value: { } was } baseline)
        {
            return was.IsManagedByFirewallManager
                ? DesiredState.None(
                    "its logging was Firewall Manager's, which nobody else can put back; look at the policy there"
                )
                : DesiredState.Of(DocumentRestoration.Restored(state, baseline, [WebAcl.LoggingPath]));
        }
        var destination = context
            .Settings.Texts(Destination)
            .FirstOrDefault(arn => LogDestination.IsFor(arn, state.Id));
        return destination is null
            ? context.Missing(
                "where it logged to",
                "put a logging configuration, or name a destination of its region in the policy "
                    + $"(checks.{Metadata.Id}.{Destination})"
            )
            : DesiredState.Of(
                state.With(
                    WebAcl.LoggingPath,
                    LoggingConfiguration.To(destination, state.Id.Arn, LoggingConfiguration.HeadersOf(context.Settings))
                )
            );
    }

    private static DesiredState Refiltered(WebAcl state, WafLogging present, CheckContext context)
    {
        if (present.IsManagedByFirewallManager)
        {
            return DesiredState.None(
                "its logging is Firewall Manager's, which nobody else can change; change the policy there"
            );
        }
        return context.Baseline<WebAcl>() is { Logging.Value: { } was } baseline && !BlockedLogs.DropsAll(was)
            ? DesiredState.Of(DocumentRestoration.Restored(state, baseline, [FilterPath]))
            : context.Missing("the log filter that it had", "keep the requests that are blocked in the logs");
    }
}
