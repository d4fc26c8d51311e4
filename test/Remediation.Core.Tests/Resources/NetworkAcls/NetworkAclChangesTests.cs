using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkAcls;

public sealed class NetworkAclChangesTests
{
    private const string DenySsh = "in 100 deny tcp/22 from 0.0.0.0/0";
    private const string AllowAll = "in 200 allow -1 from 0.0.0.0/0";

    [Theory]
    [InlineData(
        new[] { AllowAll },
        ChangeEffect.Weaker,
        "ingress entry 100 deny tcp/22 from 0.0.0.0/0 removed, which opens tcp/22 from 0.0.0.0/0"
    )]
    [InlineData(
        new[] { DenySsh },
        ChangeEffect.Stronger,
        "ingress entry 200 allow all traffic from 0.0.0.0/0 removed, which closes "
    )]
    [InlineData(
        new[] { DenySsh, "in 150 deny tcp/23 from 0.0.0.0/0", AllowAll },
        ChangeEffect.Stronger,
        "ingress entry 150 deny tcp/23 from 0.0.0.0/0 added, which closes tcp/23 from 0.0.0.0/0"
    )]
    [InlineData(
        new[] { DenySsh, AllowAll, "in 300 allow udp/53 from 10.0.0.0/8" },
        ChangeEffect.Neutral,
        "ingress entry 300 allow udp/53 from 10.0.0.0/8 added"
    )]
    [InlineData(
        new[] { "in 50 deny tcp/22 from 0.0.0.0/0", AllowAll },
        ChangeEffect.Neutral,
        "ingress entry 100 deny tcp/22 from 0.0.0.0/0 moved to 50"
    )]
    [InlineData(
        new[] { DenySsh, AllowAll, "out 100 allow tcp/443 to ::/0" },
        ChangeEffect.Weaker,
        "egress entry 100 allow tcp/443 to ::/0 added, which opens tcp/443 to ::/0"
    )]
    public void ChangesSince_OneEntry_SaysWhatItMeans(string[] now, ChangeEffect effect, string text)
    {
        var change = Assert.Single(Sample.Acl(now).ChangesSince(Sample.Acl(DenySsh, AllowAll))!);

        Assert.Equal(effect, change.Effect);
        Assert.StartsWith(text, change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesSince_TwoDeniesThatOnlyTogetherKeptOut_BothAnswer()
    {
        var before = Sample.Acl(DenySsh, "in 110 deny tcp/20-25 from 0.0.0.0/0", AllowAll);

        var changes = Sample.Acl(AllowAll).ChangesSince(before)!;

        Assert.Equal([ChangeEffect.Weaker, ChangeEffect.Weaker], changes.Select(change => change.Effect));
        Assert.All(changes, change => Assert.Contains("opens tcp/2", change.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void ChangesSince_RedundantEntryGone_DoesNotAnswerForAnother()
    {
        var before = Sample.Acl(DenySsh, AllowAll, "in 300 deny tcp/22 from 0.0.0.0/0");

        var changes = Sample.Acl(AllowAll).ChangesSince(before)!;

        Assert.Equal(
            [("100", ChangeEffect.Weaker), ("300", ChangeEffect.Neutral)],
            changes.Select(change => (change.Rule!, change.Effect))
        );
    }

    [Fact]
    public void ChangesSince_OtherSubnets_IsUnknown()
    {
        var before = Sample.Acl(DenySsh);
        var after = new NetworkAcl
        {
            Id = before.Id,
            Entries = before.Entries,
            Associations = [new("aclassoc-2", "subnet-2")],
        };

        Assert.Equal(
            ["subnet-1 no longer uses it: unknown", "subnet-2 now uses it: unknown"],
            after.ChangesSince(before)!.Select(change => change.ToString())
        );
    }
}
