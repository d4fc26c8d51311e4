using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>A ticket says who else its finding concerns, from what was read, and says what of that is not known.</summary>
public sealed class BlastRadiusTests
{
    private const string Check = "sg-open-admin-port";

    [Fact]
    public async Task Group_Attached_SaysToWhatHowMuchOfItAndHowOpenItIs()
    {
        var loop = Of("in tcp/22 from 0.0.0.0/0", "in tcp/22 from ::/0", "in tcp/22 from 10.0.0.0/8");
        loop.Account.Surroundings = Attached(
            new("eni-2", []) { InstanceId = "i-1", SubnetId = "subnet-b" },
            new("eni-1", []) { InstanceId = "i-1", SubnetId = "subnet-a" },
            new("eni-3", []) { SubnetId = "subnet-a" }
        );

        Assert.Equal(
            "attached to 3 interfaces (eni-1, eni-2, eni-3) of 1 instance (i-1) in 2 subnets (subnet-a, subnet-b); "
                + "2 of its 3 rules; exposes it to 4 294 967 296 IPv4 addresses and 2^128 IPv6 addresses; "
                + "the plan leaves 1 other rule as it is",
            await BlastRadiusAsync(loop)
        );
    }

    [Fact]
    public async Task Group_AttachedToMany_NamesSomeAndCountsAll()
    {
        var loop = Of("in tcp/22 from 203.0.113.0/28");
        loop.Account.Surroundings = Attached([
            .. Enumerable
                .Range(0, 40)
                .Select(i => new NetworkInterface($"eni-{i:D2}", []) { InstanceId = $"i-{i:D2}" }),
        ]);

        Assert.StartsWith(
            "attached to 40 interfaces (eni-00, eni-01, eni-02, eni-03, eni-04 and 35 more) of 40 instances "
                + "(i-00, i-01, i-02, i-03, i-04 and 35 more); 1 of its 1 rule; exposes it to 16 IPv4 addresses",
            await BlastRadiusAsync(loop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Group_AttachedToNothing_SaysSo()
    {
        var loop = Of("in tcp/22 from 0.0.0.0/0");
        loop.Account.Surroundings = Attached();

        Assert.StartsWith("attached to nothing; ", await BlastRadiusAsync(loop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_AttachmentsUnknown_SaysThatTheyAre()
    {
        var loop = Of("in tcp/22 from 0.0.0.0/0");
        loop.Account.Surroundings = Surroundings.Unknown with
        {
            Attachments = Fact<IReadOnlyList<NetworkInterface>>.Unknown("nobody may list them"),
        };

        Assert.StartsWith(
            "what it is attached to is not known: nobody may list them; ",
            await BlastRadiusAsync(loop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task NetworkAcl_SaysForWhichSubnetsItDecides()
    {
        var acl = Sample.Acl("in 100 allow all from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0");
        var policy = Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("nacl-open-admin-port", new() { Respond = Response.Ask }),
            ]
        );
        var loop = new Loop(policy, acl);

        await loop.HandleAsync(Faults.FaultRun.Event("e-1", acl.Id));

        var told = loop.TicketOf("nacl-open-admin-port").BlastRadius;
        Assert.Matches("^decides for ([1-9][0-9]* subnets? \\(subnet-|no subnet)", told);
        Assert.Contains("of its 2 rules; exposes it to ", told, StringComparison.Ordinal);
    }

    private static Loop Of(params string[] rules) =>
        new(
            Sample.Policy(
                checks: [("*", new() { Respond = Response.Observe }), (Check, new() { Respond = Response.Ask })]
            ),
            Sample.Group(rules)
        );

    private static Surroundings Attached(params NetworkInterface[] interfaces) =>
        Surroundings.Unknown with
        {
            Attachments = Fact<IReadOnlyList<NetworkInterface>>.Known(interfaces),
        };

    private static async Task<string> BlastRadiusAsync(Loop loop)
    {
        await loop.HandleAsync(loop.By("Developer"));
        return loop.TicketOf(Check).BlastRadius;
    }
}
