using System.Collections.Immutable;
using CsCheck;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Testing;
using Remediation.Testing.Generators;
using Check = Remediation.Core.Checks.Check;

namespace Remediation.Checks.Tests;

/// <summary>What must hold of every plan for a security group, over generated groups, fixes and sets of checks.</summary>
public sealed class PlanningLawTests
{
    private static readonly Surroundings Facts = new()
    {
        PrefixLists = ImmutableDictionary<string, Fact<PrefixList>>
            .Empty.Add(
                "pl-0ccccccccccccccc1",
                Fact<PrefixList>.Known(new("pl-0ccccccccccccccc1", "open", [.. Blocks("0.0.0.0/1", "10.0.0.0/8")]))
            )
            .Add("pl-0ccccccccccccccc2", Fact<PrefixList>.Unknown("access was denied")),
        ReferencedGroups = ImmutableDictionary<string, Fact<string>>
            .Empty.Add("sg-0aaaaaaaaaaaaaaa1", Fact<string>.Known("one"))
            .Add("sg-0aaaaaaaaaaaaaaa2", Fact<string>.Absent)
            .Add("sg-0bbbbbbbbbbbbbbb1", Fact<string>.Unknown("it is in another account")),
        Attachments = Fact<IReadOnlyList<NetworkInterface>>.Known([]),
    };

    private static readonly ImmutableArray<Check> SecurityGroupChecks =
    [
        .. CheckCatalog.All.Where(check => check.Metadata.ResourceType == ResourceTypes.SecurityGroup),
    ];

    private static readonly Gen<Policy> Policies = Gen.Select(
        Gen.OneOf(Fix.Remove, Fix.Narrow),
        Gen.OneOf(CheckParameters.Remove, CheckParameters.Ticket),
        Gen.OneOf<string[]>([], ["203.0.113.0/24"], ["198.51.100.0/24", "2001:db8::/32"]),
        (fix, onTooMany, trusted) =>
            Sample.Policy(
                trusted,
                [
                    (
                        "*",
                        new()
                        {
                            Fix = fix,
                            Parameters = CheckSettings.Nothing.Parameters.Add(
                                CheckParameters.OnTooManyRules,
                                ParameterValue.Of(onTooMany)
                            ),
                        }
                    ),
                ]
            )
    );

    private static readonly Gen<Check[]> SomeChecks = Gen
        .Bool.Array[SecurityGroupChecks.Length]
        .Select(chosen => SecurityGroupChecks.Where((_, index) => chosen[index]).ToArray());

    [Fact]
    public void Plan_Always_IsAcceptedByTheValidator() =>
        Over(
            (planned, _) =>
            {
                if (planned.Result.Plan is not null)
                {
                    Assert.Empty(planned.Validate().Objections);
                }
            }
        );

    [Fact]
    public void Plan_Applied_LeavesNoTargetFailingAndNothingToPlan() =>
        Over(
            (planned, again) =>
            {
                Assert.Null(again.Result.Plan);
                var targeted = planned.Result.Plan?.Targets.Select(target => target.Check.Metadata.Id) ?? [];
                Assert.All(
                    again.Evaluations.Where(evaluation => targeted.Contains(evaluation.Check.Metadata.Id)),
                    evaluation => Assert.False(evaluation.Result.IsFail)
                );
            }
        );

    [Fact]
    public void Plan_Applied_AddsNoTrafficAndKeepsEveryInnocentRule() =>
        Over(
            (planned, _) =>
            {
                var (before, after) = ((SecurityGroup)planned.State, (SecurityGroup)planned.After());
                foreach (var direction in (Direction[])[Direction.Ingress, Direction.Egress])
                {
                    var was = StateChanges.Allowed(before, direction, Facts);
                    var isNow = StateChanges.Allowed(after, direction, Facts);
                    Assert.True(isNow.IsSubsetOf(was));
                }
                var offending = planned
                    .Evaluations.SelectMany(evaluation => evaluation.Result.Evidence)
                    .Select(evidence => evidence.Withdrawal)
                    .OfType<RuleWithdrawal>()
                    .Select(withdrawal => withdrawal.Rule)
                    .ToHashSet();
                Assert.All(
                    before.Rules.Where(rule => !offending.Contains(rule)),
                    rule => Assert.Contains(rule, after.Rules)
                );
            }
        );

    [Fact]
    public void Plan_Applied_KeepsEverythingButTheOffendingPorts() =>
        Over(
            (planned, _) =>
            {
                var watched = ServiceSet.Tcp(22, 3389).Union(ServiceSet.Udp(22, 3389));
                if (planned.Evaluations.Any(evaluation => evaluation.Check is not SgOpenAdminPort))
                {
                    return;
                }
                var lost = Lost(planned);
                var mayLoseMore = planned.Evaluations.Any(evaluation =>
                    evaluation.Context.Settings.Choice(CheckParameters.OnTooManyRules) == CheckParameters.Remove
                );
                Assert.True(mayLoseMore || lost.Services.IsSubsetOf(watched), $"lost {lost}");
            }
        );

    [Fact]
    public void Diff_Backwards_UndoesThePlan() =>
        Over(
            (planned, _) =>
            {
                var (before, after) = ((SecurityGroup)planned.State, (SecurityGroup)planned.After());
                var undo = StateChanges.Diff(after, before, Facts);
                var undone = undo.Calls.Aggregate(
                    (ResourceState)after,
                    (state, call) => StateChanges.Apply(state, call, Facts).State!
                );
                Assert.Equal(Content(before), Content((SecurityGroup)undone));
            }
        );

    [Fact]
    public void Calls_OfAPlan_NeedOnlyTheActionsThatItsChecksDeclare() =>
        Over(
            (planned, _) =>
            {
                var declared = planned
                    .Evaluations.SelectMany(evaluation => evaluation.Check.Metadata.FixActions)
                    .ToHashSet();
                Assert.All(planned.Result.Plan?.Calls ?? [], call => Assert.Contains(call.IamAction, declared));
            }
        );

    private static TrafficSet Lost(Planned planned) =>
        StateChanges
            .Allowed(planned.State, Direction.Ingress, Facts)
            .Except(StateChanges.Allowed(planned.After(), Direction.Ingress, Facts))
            .ByAddress;

    private static IEnumerable<string> Content(SecurityGroup group) =>
        group
            .Rules.Select(rule => $"{rule.Direction} {rule} '{rule.Description}' {string.Join(',', rule.Tags)}")
            .Order(StringComparer.Ordinal);

    private static IEnumerable<Cidr> Blocks(params string[] texts) => texts.Select(text => Cidr.Parse(text).Value);

    private static void Over(Action<Planned, Planned> check) =>
        Gen.Select(SecurityGroupGen.One, Policies, SomeChecks)
            .Sample(
                (group, policy, checks) =>
                {
                    var planned = Planned.For(group, policy, Facts, checks);
                    check(planned, Planned.For(planned.After(), policy, Facts, checks));
                },
                iter: 400
            );
}
