using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Tests;

/// <summary>A check that has a defect for one group: in judging it, or in mending it.</summary>
internal sealed class BrokenCheck(string group, bool isBrokenFix = false) : Check<SecurityGroup>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "broken",
            Title = "A check is broken.",
            Rationale = "A test.",
            DoesNotCheck = "Everything.",
            Severity = Severity.Low,
            ResourceType = ResourceTypes.SecurityGroup,
            FixKind = FixKind.Automatic,
            FixDescription = "None.",
            ManualFix = "None.",
            Triggers = [],
        };

    protected override CheckResult Evaluate(SecurityGroup state, CheckContext context) =>
        state.Id.Id != group ? CheckResult.Pass
        : isBrokenFix ? CheckResult.Fail(new Evidence("all of it", "all of it") { Severity = Severity.Low })
        : throw new InvalidOperationException("nobody thought of this");

    protected override DesiredState Desired(SecurityGroup state, CheckContext context) =>
        throw new InvalidOperationException("nobody thought of this");
}
