using CsCheck;
using Remediation.Checks.NetworkAcls;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkAcls;

/// <summary>
/// A network ACL with as many entries as it can have is repaired within the quota, and at no moment lets through more than before, nor
/// cuts what stays. Judged after every single call, packet by packet, by code that knows nothing of the product's.
/// </summary>
public sealed class FullAclRepairTests
{
    [Fact]
    public void Plan_WeakenedAtTheQuota_IsSafeAfterEveryCallAndEndsAtWhatBothAllowed()
    {
        var (failing, planned, most) = (0, 0, 0);
        AclWalk.Full.Sample(
            walk =>
            {
                var facts = new Surroundings { Baseline = Fact<ResourceState>.Known(walk.Baseline) };
                var plan = Planned.For(walk.Now, Sample.Policy(), facts, new NaclWeakened());
                if (!plan.Evaluations[0].Result.IsFail)
                {
                    return;
                }
                Interlocked.Increment(ref failing);
                if (plan.Result.Plan is not { } found)
                {
                    Assert.NotEmpty(plan.Result.Unplanned);
                    return;
                }
                Interlocked.Increment(ref planned);
                InterlockedMax(ref most, found.Calls.Length);
                var (baseline, now) = (PacketOracle.Of(walk.Baseline), PacketOracle.Of(walk.Now));
                var end = AssertSafe(now, found, baseline);
                foreach (var packet in PacketOracle.Packets(baseline, now))
                {
                    Assert.Equal(now.Allows(packet) && baseline.Allows(packet), end.Allows(packet));
                }
            },
            iter: 200
        );
        // Far below what is usual, so that what is drawn does not decide: a third, nine in ten of them, and four calls.
        Assert.True(failing >= 20, $"only {failing} of the ACLs were weakened");
        // Some of what random steps leave takes more entries than there are, or an order in which something would be open or cut.
        Assert.True(planned >= failing * 0.6, $"only {planned} of {failing} were planned");
        Assert.True(most >= 2, $"no plan took more than {most} calls");
    }

    [Fact]
    public void Plan_AdminPortOpenAtTheQuota_IsSafeAfterEveryCallAndLetsNoneOfItThrough()
    {
        var (failing, planned) = (0, 0);
        AclWalk.Full.Sample(
            walk =>
            {
                var plan = Planned.For(walk.Now, Sample.Policy(), null, new NaclOpenAdminPort());
                if (!plan.Evaluations[0].Result.IsFail)
                {
                    return;
                }
                Interlocked.Increment(ref failing);
                if (plan.Result.Plan is not { } found)
                {
                    Assert.NotEmpty(plan.Result.Unplanned);
                    return;
                }
                Interlocked.Increment(ref planned);
                var now = PacketOracle.Of(walk.Now);
                var end = AssertSafe(now, found);
                foreach (var packet in PacketOracle.Packets(now))
                {
                    if (!IsAdmin(packet) || IsPrivate(packet))
                    {
                        Assert.True(now.Allows(packet) == end.Allows(packet), $"{packet} is cut");
                    }
                    Assert.False(IsAdmin(packet) && IsPublic(packet) && end.Allows(packet), $"{packet} still passes");
                }
            },
            iter: 600
        );
        Assert.True(failing >= 20, $"only {failing} of the ACLs were open");
        // Most of them would take more entries than there are: two in a hundred do not.
        Assert.True(planned > 0, $"none of {failing} was planned");
    }

    // After every call: within the quota, nothing that did not pass before, and all that passes in the end.
    private static PacketOracle AssertSafe(PacketOracle before, Plan plan, params PacketOracle[] others)
    {
        var packets = PacketOracle.Packets([before, .. others]);
        var steps = new List<PacketOracle> { before };
        foreach (var call in plan.Calls)
        {
            steps.Add(steps[^1].After(call));
        }
        var end = steps[^1];
        for (var i = 0; i < steps.Count; i++)
        {
            Assert.True(
                steps[i].Entries <= NetworkAcl.DefaultEntryQuota,
                $"{steps[i].Entries} entries after {i} calls"
            );
            foreach (var packet in packets)
            {
                var passes = steps[i].Allows(packet);
                Assert.False(passes && !before.Allows(packet), $"{packet} is opened by call {i}");
                Assert.False(!passes && end.Allows(packet), $"{packet} is cut by call {i}");
            }
        }
        return end;
    }

    private static bool IsAdmin(Packet packet) => packet is { Egress: false, Protocol: 6 or 17, First: 22 or 3389 };

    // Of the addresses that the generator knows; the rest of the world the product's own tests see to.
    private static bool IsPublic(Packet packet) =>
        !packet.IsV6 && (packet.Address >> 24) is { } first && (first == 8 || first == 11 || first == 128);

    private static bool IsPrivate(Packet packet) => !packet.IsV6 && packet.Address >> 24 == 10;

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value && Interlocked.CompareExchange(ref place, value, seen) != seen)
        {
            continue;
        }
    }
}
