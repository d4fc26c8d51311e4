using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Core.Policies.Loading;

/// <summary>The closed lists of words of the policy document, once for the loader and for the schema.</summary>
internal static class PolicyWords
{
    public static ImmutableArray<PolicyWord<EnforcementMode>> Modes { get; } =
    [
        new("observe", EnforcementMode.Observe, "nothing is changed"),
        new("enforce", EnforcementMode.Enforce, "findings are responded to as the checks say"),
    ];

    public static ImmutableArray<PolicyWord<Response>> Responses { get; } =
    [
        new("observe", Response.Observe, "reported only"),
        new("notify", Response.Notify, "whoever the policy names under notify is told"),
        new("ticket", Response.Ticket, "a ticket is opened"),
        new("ask", Response.Ask, "a ticket is opened with a plan that is carried out once somebody approves of it"),
        new("revert", Response.Revert, "the offending traffic is taken away"),
        new(
            "quarantine",
            Response.Quarantine,
            "as revert, and before it whatever is attached to the security group is cut off"
        ),
    ];

    public static ImmutableArray<PolicyWord<Severity>> Severities { get; } =
    [
        new("info", Severity.Info, "worth knowing"),
        new("low", Severity.Low, "untidy"),
        new("medium", Severity.Medium, "weakens a layer"),
        new("high", Severity.High, "opens a way in"),
        new("critical", Severity.Critical, "opens a way in to anybody"),
    ];

    public static ImmutableArray<PolicyWord<DayOfWeek>> Days { get; } =
    [
        new("mon", DayOfWeek.Monday, "Monday"),
        new("tue", DayOfWeek.Tuesday, "Tuesday"),
        new("wed", DayOfWeek.Wednesday, "Wednesday"),
        new("thu", DayOfWeek.Thursday, "Thursday"),
        new("fri", DayOfWeek.Friday, "Friday"),
        new("sat", DayOfWeek.Saturday, "Saturday"),
        new("sun", DayOfWeek.Sunday, "Sunday"),
    ];

    public static ImmutableArray<PolicyWord<Fix>> Fixes { get; } =
    [
        new("remove", Fix.Remove, "offending ports go from the rule altogether"),
        new("narrow", Fix.Narrow, "offending ports stay for the trusted sources that the rule covered"),
    ];
}
