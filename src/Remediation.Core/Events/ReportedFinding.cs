using System.Collections.Immutable;
using Remediation.Core.Checks;

namespace Remediation.Core.Events;

/// <summary>
/// A finding of another service, as far as it says whether a policy has something done about it. It is not a finding of a check, and it
/// is believed for nothing but where to look.
/// </summary>
/// <param name="Id">The finding's own id, the same however often it is updated.</param>
/// <param name="Types">What it is of, such as <c>UnauthorizedAccess:EC2/SSHBruteForce</c>; never empty.</param>
/// <param name="Severity">How bad it is to the service that made it.</param>
public sealed record ReportedFinding(string Id, ImmutableArray<string> Types, Severity Severity);
