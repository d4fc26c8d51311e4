using System.Text.Json;
using Remediation.Checks.Visibility;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Visibility;

public sealed class MirrorSessionRemovedTests
{
    private static readonly MirrorSessionRemoved Check = new();

    [Fact]
    public void Evaluate_SessionGone_FailsByItsName()
    {
        var evidence = Assert.Single(Evaluate(Sessions("tms-2"), Known(Sessions("tms-1", "tms-2"))).Evidence);

        Assert.Equal("tms-1 (eni-tms-1 to tmt-1 by tmf-1) is gone", evidence.Offending);
        Assert.Equal("tms-1", evidence.Rule);
    }

    [Fact]
    public void Evaluate_AllThereAndMore_Passes() =>
        Assert.True(Evaluate(Sessions("tms-1", "tms-2"), Known(Sessions("tms-1"))).IsPass);

    [Fact]
    public void Evaluate_NoBaseline_IsNotApplicable() =>
        Assert.NotNull(Evaluate(Sessions(), Fact<ResourceState>.Absent).NotApplicableReason);

    [Fact]
    public void Evaluate_BaselineUnread_IsUnknown() =>
        Assert.Equal(
            ["its baseline could not be read: no bucket"],
            Evaluate(Sessions(), Fact<ResourceState>.Unknown("no bucket")).Unknowns
        );

    [Fact]
    public void Evaluate_PartOfTheListing_IsUnknownAndNotGone()
    {
        var result = Evaluate(TrafficMirrorSessions.Of([], "", "", "it is cut off"), Known(Sessions("tms-1")));

        Assert.True(result is { IsUnknown: true, IsFail: false });
    }

    private static CheckResult Evaluate(TrafficMirrorSessions state, Fact<ResourceState> baseline) =>
        Sample.Evaluate(Check, state, Sample.Policy(), new() { Baseline = baseline }).Result;

    private static Fact<ResourceState> Known(TrafficMirrorSessions state) => Fact<ResourceState>.Known(state);

    private static TrafficMirrorSessions Sessions(params string[] ids) =>
        TrafficMirrorSessions.Of(
            [
                .. ids.Select(id =>
                    JsonDocument
                        .Parse(
                            $$"""
                            { "TrafficMirrorSessionId": "{{id}}", "NetworkInterfaceId": "eni-{{id}}",
                              "TrafficMirrorTargetId": "tmt-1", "TrafficMirrorFilterId": "tmf-1" }
                            """
                        )
                        .RootElement
                ),
            ],
            Sample.Account,
            Sample.Region,
            null
        );
}
