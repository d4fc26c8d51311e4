using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>A group that would be reverted, were it not for a guardrail: for now, until somebody approves, or for good.</summary>
public static class GuardedScenarios
{
    private static readonly Actor Helper = new()
    {
        IdentityType = "AssumedRole",
        SessionIssuerArn = $"arn:aws:iam::{Sample.Account}:role/BreakGlass",
    };

    public static ImmutableArray<Scenario> All { get; } =
    [
        Of("asked for", Policy(Response.Ask, new())),
        Of("beyond the hour's changes", Policy(Response.Revert, new() { MaxChangesPerHour = 0 })),
        Of("never touched", Policy(Response.Revert, new() { NeverTouch = [Sample.GroupId] })),
        Of("outside the window for good", Policy(Response.Revert, Window(from: 8, to: 9))),
        Of("outside the window for an hour", Policy(Response.Revert, Window(from: 11, to: 20))),
        Of("urgent outside the window", Policy(Response.Revert, Window(8, 9) with { Urgent = Severity.Low })),
        Of("break-glass", Policy(Response.Revert, BreakGlass(TimeSpan.FromHours(3)))) with
        {
            Actor = Helper,
        },
        Of("break-glass for long", Policy(Response.Revert, BreakGlass(TimeSpan.FromDays(3)))) with
        {
            Actor = Helper,
        },
    ];

    private static Scenario Of(string name, Policy policy)
    {
        ResourceState group = Sample.Group("in tcp/22 from 0.0.0.0/0", "in tcp/443 from 10.0.0.0/8");
        return new($"guarded: {name}", () => new ScriptedAccount(group), policy, [], group.Id, []);
    }

    private static Policy Policy(Response response, Guardrails rails) =>
        Sample.Policy(checks: [("sg-open-admin-port", new() { Respond = response })]) with
        {
            Guardrails = rails,
        };

    private static Guardrails BreakGlass(TimeSpan time) =>
        new() { BreakGlassPrincipals = ["arn:aws:iam::*:role/BreakGlass"], BreakGlassFor = time };

    // The scenario begins on a Friday at ten.
    private static Guardrails Window(int from, int to) =>
        new() { ChangeWindows = [new([DayOfWeek.Friday], TimeSpan.FromHours(from), TimeSpan.FromHours(to))] };
}
