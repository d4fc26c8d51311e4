using Remediation.Checks.SecurityGroups;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Checks.Tests.SecurityGroups;

public sealed class SgUnusedTests
{
    private static readonly SgUnused Check = new();

    [Fact]
    public void Evaluate_NoInterface_Fails() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(), Sample.Policy(), Attached()).Result.IsFail);

    [Fact]
    public void Evaluate_OneInterface_Passes() =>
        Assert.True(
            Sample
                .Evaluate(
                    Check,
                    Sample.Group(),
                    Sample.Policy(),
                    Attached(new NetworkInterface("eni-1", [Sample.GroupId]))
                )
                .Result.IsPass
        );

    [Fact]
    public void Evaluate_InterfacesNotRead_IsUnknown() =>
        Assert.True(Sample.Evaluate(Check, Sample.Group(), Sample.Policy()).Result.IsUnknown);

    [Fact]
    public void Evaluate_DefaultGroup_IsNotApplicable() =>
        Assert.NotNull(
            Sample
                .Evaluate(Check, Sample.NamedGroup("sg-0d", "default"), Sample.Policy(), Attached())
                .Result.NotApplicableReason
        );

    private static Surroundings Attached(params NetworkInterface[] interfaces) =>
        new() { Attachments = Fact<IReadOnlyList<NetworkInterface>>.Known(interfaces) };
}
