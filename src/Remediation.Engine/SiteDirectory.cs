using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Resources;

namespace Remediation.Engine;

/// <summary>
/// Finds where a resource is handled: at home, or in the account and region that it is in. A resource is only ever looked up in
/// its own account: in another it would not exist, and pass for compliant.
/// </summary>
internal sealed class SiteDirectory(EnginePorts ports, PolicyEvaluator evaluator, ReconcilerOptions options)
{
    private readonly Dictionary<(string Account, string Region, string Purpose), Site> _sites = [];
    private readonly ResourceReconciler _home = new(ports, new Judge(evaluator, options.Plan), options);

    /// <summary>What is to be delivered is so of all accounts: they share the records.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _home.DrainAsync(cancellationToken);

    /// <summary>Whether the engine may change anything: that follows from the policy, and is so of all accounts.</summary>
    public bool MayChange => _home.MayChange;

    /// <summary>The site, or the outcome that tells why there is none.</summary>
    public async ValueTask<(Site? Site, Outcome? Unreached)> OfAsync(
        ResourceReference reference,
        ParsedEvent parsed,
        CancellationToken cancellationToken
    )
    {
        var located = reference.In(options.Account, options.Region);
        var (account, region) = (located.Account, located.Region);
        var elsewhere = Elsewhere(located);
        var purpose = elsewhere is null ? "" : parsed.EventId ?? parsed.Name ?? "";
        if (_sites.TryGetValue((account, region, purpose), out var known))
        {
            return (known, null);
        }
        Outcome Unreached(string reason, bool isRetryable) =>
            Outcomes.Of(parsed, Decision.Failed, reason) with
            {
                Resource = reference.ResourceId,
                IsRetryable = isRetryable,
            };
        var (judged, unknown, mayCome) = await EvaluatorAsync(account, cancellationToken);
        if (judged is null)
        {
            return (null, Unreached(unknown, mayCome));
        }
        if (elsewhere is null)
        {
            var resources = ReferenceEquals(judged, evaluator) ? _home : Resources(judged, ports, options);
            var home = new Site(ports.Account, resources, new(ports, judged.Policy, options));
            return (_sites[(account, region, purpose)] = home, null);
        }
        if (ports.Accounts is null)
        {
            return (null, Unreached($"{reference} is in {elsewhere}, which this engine does not read", false));
        }
        var access = await ports.Accounts.OpenAsync(account, region, purpose, cancellationToken);
        if (!access.IsOpen)
        {
            var reason = $"{reference} is in {elsewhere}, where this engine cannot work: {access.Error.Message}";
            return (null, Unreached(reason, access.IsRetryable));
        }
        var there = options with { Account = account, Region = region, OwnPrincipal = access.OwnPrincipal };
        var own = ports with { Account = access.Account };
        var site = new Site(access.Account, Resources(judged, own, there), new(own, judged.Policy, there));
        return (_sites[(account, region, purpose)] = site, null);
    }

    private static ResourceReconciler Resources(PolicyEvaluator judged, EnginePorts own, ReconcilerOptions there) =>
        new(own, new Judge(judged, there.Plan), there);

    // A scope of organizational units that may or may not hold decides nothing: the event comes back until it is known.
    private async ValueTask<(PolicyEvaluator? Evaluator, string Unknown, bool IsRetryable)> EvaluatorAsync(
        string account,
        CancellationToken cancellationToken
    )
    {
        if (!evaluator.NeedsUnits)
        {
            return (evaluator, "", false);
        }
        if (ports.Units is null)
        {
            return (
                null,
                $"the policy has scopes by organizational unit, and nobody can tell that of {account}",
                false
            );
        }
        var units = await ports.Units.UnitsOfAsync(account, cancellationToken);
        return units.IsAnswered
            ? (evaluator.In(units.Value), "", false)
            : (null, $"the organizational unit of account {account} is not known: {units.Error}", true);
    }

    // Where it is not known what the own account and region are, nothing is told apart.
    private string? Elsewhere(ResourceReference located)
    {
        if (options.Account.Length > 0 && located.Account != options.Account)
        {
            return $"account {located.Account}";
        }
        return options.Region.Length > 0 && located.Region != options.Region ? $"region {located.Region}" : null;
    }
}
