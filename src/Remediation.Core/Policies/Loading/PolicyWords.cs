using System.Collections.Immutable;

namespace Remediation.Core.Policies.Loading;

/// <summary>The closed lists of words of the policy document, once for the loader and for the schema.</summary>
internal static class PolicyWords
{
    /// <summary>Responses that the model has and this version does not carry out.</summary>
    public static ImmutableArray<string> UnsupportedResponses { get; } = ["notify", "quarantine"];

    public static ImmutableArray<PolicyWord<EnforcementMode>> Modes { get; } =
    [
        new("observe", EnforcementMode.Observe, "nothing is changed"),
        new("enforce", EnforcementMode.Enforce, "findings are responded to as the checks say"),
    ];

    public static ImmutableArray<PolicyWord<Response>> Responses { get; } =
    [
        new("observe", Response.Observe, "reported only"),
        new("ticket", Response.Ticket, "a ticket is opened"),
        new("revert", Response.Revert, "the offending traffic is taken away"),
    ];

    public static ImmutableArray<PolicyWord<Fix>> Fixes { get; } =
    [
        new("remove", Fix.Remove, "offending ports go from the rule altogether"),
        new("narrow", Fix.Narrow, "offending ports stay for the trusted sources that the rule covered"),
    ];
}
