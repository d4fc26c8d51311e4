using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Testing;

namespace Remediation.Lambda.Tests;

/// <summary>The heartbeat's group may be attached to nothing; nothing else of it is overlooked, and no other group passes for it.</summary>
public sealed class HeartbeatGroupTests
{
    private const string Own = "sg-0a1b2c3d4e5f60718";
    private static readonly DateTimeOffset Far = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Group_AttachedToNothing_IsNotToldOf() => Assert.Empty(Open(Own, Own));

    [Fact]
    public void Group_OfAnotherId_IsToldOfWhateverItIsCalled() =>
        Assert.Equal(["sg-unused"], Open(Own, "sg-0a1b2c3d4e5f60719"));

    [Fact]
    public void Group_WithoutAHeartbeat_IsToldOf() => Assert.Equal(["sg-unused"], Open("", Own));

    // Whoever opens the group finds no shelter in it.
    [Fact]
    public void Group_ThatIsOpened_IsToldOfLikeAnyOther() =>
        Assert.Contains("sg-open-admin-port", Open(Own, Own, "in tcp/22 from 0.0.0.0/0"));

    [Theory]
    [InlineData("foundational")]
    [InlineData("strict")]
    public void RequestedPolicy_SparesItToo(string policy) =>
        Assert.Equal(
            Own,
            Assert.Single(RequestedPolicy.Load(policy, Own).Value.Exemptions, item => !item.HasEnd).Resource
        );

    private static IEnumerable<string> Open(string heartbeat, string group, params string[] rules)
    {
        var policy = HeartbeatGroup.Spare(Sample.Policy(), heartbeat);
        var state = Sample.NamedGroup(group, "heartbeat", rules);
        var surroundings = new Surroundings { Attachments = Fact<IReadOnlyList<NetworkInterface>>.Known([]) };
        return new Judge(new(policy, CheckCatalog.All), Planner.Plan)
            .Of(state, surroundings, Far)
            .Findings.Where(finding => finding.Status == FindingStatus.Fail)
            .Select(finding => finding.Check.Id);
    }
}
