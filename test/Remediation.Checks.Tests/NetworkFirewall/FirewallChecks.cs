using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

/// <summary>One check on one state, as tests of AWS Network Firewall ask for it.</summary>
internal static class FirewallChecks
{
    public static CheckResult On(this Check check, ResourceState state, Surroundings? surroundings = null) =>
        Sample.Evaluate(check, state, Sample.Policy(), surroundings).Result;

    public static CheckResult On(
        this Check check,
        ResourceState state,
        Surroundings surroundings,
        params (string Name, ParameterValue Value)[] parameters
    ) => Sample.Evaluate(check, state, With(check, parameters), surroundings).Result;

    /// <summary>The state after the plan that resolves the check, which has to be valid.</summary>
    public static ResourceState Fixed(
        this Check check,
        ResourceState state,
        Surroundings surroundings,
        params (string Name, ParameterValue Value)[] parameters
    )
    {
        var planned = Planned.For(state, With(check, parameters), surroundings, check);
        Assert.NotNull(planned.Result.Plan);
        Assert.Empty(planned.Validate().Objections);
        Assert.Subset(
            check.Metadata.FixActions.ToHashSet(StringComparer.Ordinal),
            planned.Result.Plan.Calls.Select(call => call.IamAction).ToHashSet(StringComparer.Ordinal)
        );
        return planned.After();
    }

    public static Policy With(Check check, params (string Name, ParameterValue Value)[] parameters) =>
        Sample.Policy(
            checks:
            [
                (
                    check.Metadata.Id,
                    new()
                    {
                        Respond = Response.Revert,
                        Parameters = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
                            StringComparer.Ordinal,
                            parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
                        ),
                    }
                ),
            ]
        );
}
