using System.Collections.Concurrent;
using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>
/// Judges states by all the checks of a catalogue under one policy. What depends on the policy alone is computed once for each
/// set of scopes that matches, since an audit visits many thousand resources. Safe to use from several threads.
/// </summary>
public sealed class PolicyEvaluator
{
    private readonly ConcurrentDictionary<
        (string Type, Int128 Scopes),
        ImmutableArray<(Check, CheckContext)>
    > _contexts = new();
    private readonly ImmutableArray<Check> _checks;

    /// <param name="policy">The policy; at most 120 scopes are told apart without computing their settings anew.</param>
    /// <param name="checks">The catalogue, in its order.</param>
    public PolicyEvaluator(Policy policy, ImmutableArray<Check> checks)
    {
        Policy = policy;
        Tiers = TierMap.Of(policy);
        Flows = FlowMap.Of(policy, Tiers);
        _checks = checks;
    }

    public Policy Policy { get; }

    /// <summary>
    /// Whether some scope is of organizational units, so that nothing can be judged before it is known in which ones the account
    /// is: see <see cref="In"/>.
    /// </summary>
    public bool NeedsUnits => Policy.HasUnitScopes;

    /// <summary>The same for an account in these units.</summary>
    /// <param name="units">The ids of the unit that the account is in and of all above it, the root's included.</param>
    public PolicyEvaluator In(IReadOnlyCollection<string> units) => NeedsUnits ? new(Policy.In(units), _checks) : this;

    /// <summary>Who is in which tier of the policy.</summary>
    public TierMap Tiers { get; }

    /// <summary>What the policy allows between its tiers and everybody else.</summary>
    public FlowMap Flows { get; }

    /// <summary>The types that some check judges, in the order of the catalogue.</summary>
    public IEnumerable<string> ResourceTypes =>
        _checks.SelectMany(check => check.Metadata.ResourceTypes).Distinct(StringComparer.Ordinal);

    /// <summary>What facts the checks on a type of resource ask for.</summary>
    public SurroundingKinds SurroundingsFor(string resourceType) =>
        _checks
            .Where(check => check.Metadata.Judges(resourceType))
            .Aggregate(SurroundingKinds.None, (all, check) => all | check.SurroundingsUnder(Policy));

    /// <summary>Every check that is for the state's type, in catalogue order, with its result.</summary>
    /// <param name="state">What is judged.</param>
    /// <param name="surroundings">The facts about its neighbours that were asked for.</param>
    /// <param name="now">The time by which exemptions end.</param>
    /// <param name="covers">What is spared for a while beside the policy's exemptions.</param>
    /// <param name="defect">What stands for the result of a check that threw; where it is null, the exception goes through.</param>
    public ImmutableArray<CheckEvaluation> Evaluate(
        ResourceState state,
        Surroundings surroundings,
        DateTimeOffset now,
        ImmutableArray<Exemption> covers = default,
        Func<Exception, CheckResult>? defect = null
    )
    {
        if (NeedsUnits)
        {
            throw new InvalidOperationException("the account's organizational units decide, and were not given");
        }
        var all = covers.IsDefaultOrEmpty ? Policy.Exemptions : [.. covers, .. Policy.Exemptions];
        var contexts = ContextsFor(state);
        var evaluations = ImmutableArray.CreateBuilder<CheckEvaluation>(contexts.Length);
        foreach (var (check, shared) in contexts)
        {
            var context = shared with
            {
                Surroundings = surroundings,
                Exemptions = ExemptionsFor(all, check, state, now),
            };
            evaluations.Add(new(check, context, Judge(check, state, context, defect)));
        }
        return evaluations.MoveToImmutable();
    }

    /// <summary>Judges by one check; what of the resource is unreadable is unknown to every check.</summary>
    public static CheckResult Judge(Check check, ResourceState state, CheckContext context)
    {
        var result = check.Evaluate(state, context);
        if (!state.Unreadable.IsEmpty && result.NotApplicableReason is null)
        {
            result = CheckResult.Of(result.Evidence, [.. result.Unknowns, .. state.Unreadable], result.Exempted);
        }
        return result.IsFail && context.IsWhollyExempted
            ? CheckResult.Of([], result.Unknowns, [.. result.Evidence, .. result.Exempted])
            : result;
    }

    private static CheckResult Judge(
        Check check,
        ResourceState state,
        CheckContext context,
        Func<Exception, CheckResult>? defect
    )
    {
        try
        {
            return Judge(check, state, context);
        }
        catch (Exception exception) when (defect is not null)
        {
            return defect(exception);
        }
    }

    private static ImmutableArray<Exemption> ExemptionsFor(
        ImmutableArray<Exemption> all,
        Check check,
        ResourceState state,
        DateTimeOffset now
    ) => all.IsEmpty ? [] : [.. all.Where(exemption => exemption.AppliesTo(check.Metadata.Id, state, now))];

    private ImmutableArray<(Check Check, CheckContext Context)> ContextsFor(ResourceState state)
    {
        if (Policy.Scopes.Length > 120)
        {
            return MakeContexts(state);
        }
        var matching = Int128.Zero;
        for (var i = 0; i < Policy.Scopes.Length; i++)
        {
            matching |= Policy.Scopes[i].Match.Matches(state) ? Int128.One << i : Int128.Zero;
        }
        var key = (state.Id.Type, matching);
        return _contexts.TryGetValue(key, out var known) ? known : _contexts.GetOrAdd(key, MakeContexts(state));
    }

    private ImmutableArray<(Check, CheckContext)> MakeContexts(ResourceState state) =>
        [
            .. _checks
                .Where(check => check.Metadata.Judges(state.Id.Type))
                .Select(check => (check, MakeContext(check, state))),
        ];

    private CheckContext MakeContext(Check check, ResourceState state)
    {
        var settings = EffectiveSettings.Of(check.Metadata, Policy.SettingsFor(check.Metadata.Id, state));
        var mostIPv4 = settings.IntegerOr(
            CheckParameters.MaxPublicAddresses,
            CheckParameters.DefaultMaxPublicAddresses
        );
        return new()
        {
            Settings = settings,
            Tiers = Tiers,
            Flows = Flows,
            Internet = new UntrustedInternet(Policy.TrustedSources, checked((uint)mostIPv4)),
        };
    }
}
