using System.Collections.Immutable;

namespace Remediation.Engine.Audits;

/// <summary>How far an audit has come: kept between two invocations.</summary>
/// <param name="Request">What was asked for when it began, the account and region filled in.</param>
/// <param name="PolicySha256">The policy that it began with: parts by two policies would be no audit.</param>
/// <param name="Begun">When it began.</param>
/// <param name="Parts">The keys of the parts so far.</param>
/// <param name="Rest">What is left; null when nothing is.</param>
public sealed record AuditState(
    AuditRequest Request,
    string PolicySha256,
    DateTimeOffset Begun,
    ImmutableArray<string> Parts,
    AuditRest? Rest
);
