using System.Collections.Immutable;
using CsCheck;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Learning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;
using Remediation.Testing;
using Remediation.Testing.Generators;

namespace Remediation.Checks.Tests.Learning;

public sealed class PolicyLearnerTests
{
    private static readonly SgFlowNotAllowed Check = new();

    private static readonly Gen<SecurityGroup[]> Accounts = Gen.Select(
            Gen.OneOf("web", "app", "app", "*", "", "a\"b: #c\n\u202e", "internet", "true", "1", "\ud83d"),
            Gen.OneOf<Tag[]>(
                [],
                [],
                new[] { new Tag("Layer", "Web") },
                new[] { new Tag("Tier", "Data base/€"), new Tag("Owner", "net") },
                new[] { new Tag("Layer", " ") },
                new[] { new Tag("tier", "we*b") }
            ),
            SecurityGroupGen.One,
            (name, tags, group) => (name, tags, group.Rules)
        )
        .Array[1, 4]
        .Select(groups => groups.Select((item, i) => Group(i, item.name, item.tags, item.Rules)).ToArray());

    [Fact]
    public void Learn_AnyAccount_LoadsWithNothingToSayInObserveMode() =>
        Accounts.Sample(
            groups =>
            {
                var loaded = Load(PolicyLearner.Learn(groups, [], [], "a test"));
                Assert.Empty(loaded.Diagnostics);
                Assert.Equal(EnforcementMode.Observe, loaded.Policy!.Mode);
            },
            iter: 300
        );

    [Fact]
    public void Learn_AnyAccount_HasNoFindingThatTheDocumentDoesNotTell() =>
        Accounts.Sample(
            groups =>
            {
                var text = PolicyLearner.Learn(groups, [], [], "a test");
                var policy = Load(text).Policy!;
                foreach (var group in groups)
                {
                    var result = Sample.Evaluate(Check, group, policy, Around(groups)).Result;
                    var told = group.Rules.Where(rule =>
                        text.Contains($": {rule}: which tier", StringComparison.Ordinal)
                    );
                    Assert.All(
                        result.Evidence,
                        evidence => Assert.Contains(evidence.Traffic, told.Select(rule => rule.ToString()))
                    );
                    Assert.InRange(result.Unknowns.Length, 0, told.Count());
                }
            },
            iter: 300
        );

    [Fact]
    public void Learn_GroupsInAnotherOrder_GivesTheSameText() =>
        Accounts.Sample(
            groups =>
                PolicyLearner.Learn(groups, [], [], "a test")
                == PolicyLearner.Learn([.. groups.Reverse()], [], [], "a test"),
            iter: 100
        );

    [Fact]
    public void Learn_LayeredGroups_GivesTiersByTagAndFlowsByReference()
    {
        var web = Group(0, "web-1", [new("Layer", "Web")], Rules("in tcp/443 from 0.0.0.0/0", "out all to 0.0.0.0/0"));
        var app = Group(
            1,
            "app-1",
            [],
            Rules("in tcp/8080-8081 from sg-00", "in icmp/8 from 10.9.0.0/16", "in tcp/22 from ::/0")
        );

        var text = PolicyLearner.Learn([web, app], [], [], "123456789012 us-east-1");

        Assert.Contains(
            """
            tiers:
              # app-1
              "app-1":
                securityGroups: { names: ["app-1"] }
              # web-1
              "web":
                securityGroups: { tags: { "Layer": "Web" } }

            # What may talk to what, as the rules of either side open it.
            flows:
              - { from: "10.9.0.0/16", to: "app-1", allow: [icmp/8] }
              # ! The internet may reach an administration port.
              - { from: internet, to: "app-1", allow: [tcp/22] }
              - { from: internet, to: "web", allow: [tcp/443] }
              - { from: "web", to: "app-1", allow: [tcp/8080-8081] }
              # ! Everything may leave for anywhere, as a new group allows until somebody says otherwise.
              - { from: "web", to: internet, allow: [all] }

            """,
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Learn_SubnetsOfATier_StandForItsBlocks()
    {
        var web = Group(0, "web-1", [new("Layer", "Web")], []);
        var app = Group(1, "app-1", [], Rules("in tcp/8080 from 10.0.1.0/25"));
        var subnet = Layers.Subnet("subnet-1", "a", "10.0.1.0/24");
        var tagged = new Subnet
        {
            Id = subnet.Id,
            Tags = [new("Layer", "Web")],
            Parts = subnet.Parts,
        };

        var text = PolicyLearner.Learn([web, app], [tagged], [], "a test");

        Assert.Contains("- { from: \"web\", to: \"app-1\", allow: [tcp/8080] }", text, StringComparison.Ordinal);
        var around = Around([web, app]) with { Subnets = Fact<IReadOnlyList<ResourceState>>.Known([tagged]) };
        Assert.True(Sample.Evaluate(Check, app, Load(text).Policy!, around).Result.IsPass);
    }

    [Fact]
    public void Learn_GroupThatIsNotThere_IsATierByItsIdAndAsksForADecision()
    {
        var app = Group(
            1,
            "app-1",
            [],
            [
                .. Rules("in tcp/8080 from sg-0elsewhere"),
                Sample.Rule("in tcp/22 from sg-0jump") with
                {
                    Peer = new SecurityGroupPeer("Jump"),
                },
            ]
        );

        var text = PolicyLearner.Learn([app], [], [], "a test");

        Assert.Contains(
            """
              # ! Rules name this group, and it is not among those learned from: of another account or stack, or deleted.
              # sg-0elsewhere
              "sg-0elsewhere":
                securityGroups: { ids: ["sg-0elsewhere"] }
            """,
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
              # ! Its id is known once it is deployed; write that here, or tell it by a name or a tag.
              # Jump
              "jump":
            """,
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- { from: \"sg-0elsewhere\", to: \"app-1\", allow: [tcp/8080] }",
            text,
            StringComparison.Ordinal
        );
        var around = Around([app]) with
        {
            Neighbours = Around([app])
                .Neighbours.Add("sg-0elsewhere", Fact<ResourceState>.Unknown("it is in account 999988887777")),
        };
        Assert.True(Sample.Evaluate(Check, app, Load(text).Policy!, around).Result.IsPass);
    }

    [Fact]
    public void Learn_FirewallRules_GivesTiersByBlockAndFlowsByWhatIsPassed()
    {
        var group = FirewallSample.Suricata(
            """
            pass tcp any any -> 10.0.1.0/24 [80,443] (sid:1;)
            pass tcp 10.0.1.0/24 any -> 10.0.11.0/24 8080 (sid:2;)
            pass tls 203.0.113.0/24 any -> 10.0.1.0/24 any (tls.sni; content:"example.com"; sid:3;)
            drop tcp any any -> 10.0.1.0/24 any (sid:4;)
            pass tcp @partners any -> 10.0.1.0/24 22 (sid:5;)
            """
        );

        var text = PolicyLearner.Learn([], [], [group], "a test");

        Assert.Contains(
            """
            tiers:
              # what rules of a firewall name
              "net-10-0-1-0-24":
                cidrs: ["10.0.1.0/24"]
              # what rules of a firewall name
              "net-10-0-11-0-24":
                cidrs: ["10.0.11.0/24"]

            # What may talk to what, as the rules of either side open it.
            flows:
              - { from: "203.0.113.0/24", to: "net-10-0-1-0-24", allow: [tcp] }
              - { from: internet, to: "net-10-0-1-0-24", allow: [tcp/80, tcp/443] }
              - { from: "net-10-0-1-0-24", to: "net-10-0-11-0-24", allow: [tcp/8080] }
            """,
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("# ! rule group rules: sid 3 passes this only where", text, StringComparison.Ordinal);
        Assert.Contains("# ! rule group rules: sid 5:", text, StringComparison.Ordinal);
        Assert.StartsWith("# Learned from 1 firewall rule group of a test", text, StringComparison.Ordinal);
        Assert.Empty(Load(text).Diagnostics);
    }

    [Fact]
    public void Learn_FirewallRuleForASubnetOfATier_IsThatTiers()
    {
        var web = Group(0, "web-1", [new("Layer", "Web")], []);
        var subnet = Layers.Subnet("subnet-1", "a", "10.0.1.0/24");
        var tagged = new Subnet
        {
            Id = subnet.Id,
            Tags = [new("Layer", "Web")],
            Parts = subnet.Parts,
        };
        var group = FirewallSample.Suricata("pass tcp any any -> 10.0.1.0/25 443 (sid:1;)");

        Assert.Contains(
            "- { from: internet, to: \"web\", allow: [tcp/443] }",
            PolicyLearner.Learn([web], [tagged], [group], "a test"),
            StringComparison.Ordinal
        );
    }

    private static ImmutableArray<SecurityGroupRule> Rules(params string[] rules) => [.. rules.Select(Sample.Rule)];

    private static SecurityGroup Group(
        int number,
        string name,
        IReadOnlyList<Tag> tags,
        ImmutableArray<SecurityGroupRule> rules
    ) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, $"sg-0{number}", Sample.Account, Sample.Region),
            Name = name,
            VpcId = "vpc-0d4f",
            Tags = [.. tags],
            Rules = rules,
        };

    private static Surroundings Around(SecurityGroup[] groups) =>
        new()
        {
            Neighbours = groups.ToImmutableDictionary(
                group => group.Id.Id,
                group => Fact<ResourceState>.Known(group),
                StringComparer.Ordinal
            ),
        };

    private static PolicyLoadResult Load(string text) =>
        PolicyLoader.Load(text, "learned.yaml", "learned", [.. CheckCatalog.All.Select(check => check.Metadata)]);
}
