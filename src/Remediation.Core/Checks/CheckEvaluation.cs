using System.Collections.Immutable;
using Remediation.Core.Policies;
using Remediation.Core.Resources;

namespace Remediation.Core.Checks;

/// <summary>One check's result on one state, with the context that it was judged in.</summary>
public sealed record CheckEvaluation(Check Check, CheckContext Context, CheckResult Result)
{
    /// <summary>What somebody should know of it: none when it passed, up to three when it failed, could not tell and was exempted.</summary>
    public ImmutableArray<Finding> Findings(ResourceState state, Response limit)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (Result.IsFail)
        {
            findings.Add(Of(state, FindingStatus.Fail, limit) with { Evidence = Result.Evidence });
        }
        if (Result.IsUnknown)
        {
            var ticket = Least(limit, Response.Ticket);
            findings.Add(Of(state, FindingStatus.Unknown, ticket) with { Unknowns = Result.Unknowns });
        }
        if (!Result.Exempted.IsEmpty)
        {
            findings.Add(
                Of(state, FindingStatus.Exempted, Response.Observe) with
                {
                    Evidence = Result.Exempted,
                    Exemption = Context.Exemptions.FirstOrDefault(),
                }
            );
        }
        return findings.ToImmutable();
    }

    private Finding Of(ResourceState state, FindingStatus status, Response limit) =>
        new()
        {
            Check = Check.Metadata,
            Resource = state.Id,
            Status = status,
            Severity = Worst(status),
            Response = Least(Context.Settings.Respond, limit, MostOf(Check.Metadata.FixKind)),
        };

    private Severity Worst(FindingStatus status)
    {
        var evidence = status == FindingStatus.Exempted ? Result.Exempted : Result.Evidence;
        return status == FindingStatus.Unknown || evidence.IsEmpty
            ? Check.Metadata.Severity
            : evidence.Max(item => item.Severity);
    }

    private static Response MostOf(FixKind kind) => kind == FixKind.TicketOnly ? Response.Ticket : Response.Quarantine;

    private static Response Least(params ReadOnlySpan<Response> responses)
    {
        var least = Response.Quarantine;
        foreach (var response in responses)
        {
            least = response < least ? response : least;
        }
        return least;
    }
}
