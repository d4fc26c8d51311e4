using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.Shield;
using Remediation.Core.Resources.Vpcs;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>For each check with a fix that the sample accounts do not fail: a resource that somebody weakened, and how it was.</summary>
public static class WeakenedScenarios
{
    private const string Required = "AWSManagedRulesCommonRuleSet";

    public static async Task<ImmutableArray<Scenario>> AllAsync()
    {
        var scenarios = ImmutableArray.CreateBuilder<Scenario>();
        foreach (var (checks, before, after, beside) in Cases())
        {
            Func<IAccount> open = () =>
                new ScriptedAccount([after, .. beside])
                {
                    Surroundings = new()
                    {
                        ReferencedGroups = ImmutableDictionary<string, Fact<string>>.Empty.Add(
                            "sg-0gone",
                            Fact<string>.Absent
                        ),
                    },
                };
            var policy = Scenarios.Reverting([.. checks]) with
            {
                Tiers = IsOfTiers(checks) ? OfTiers.Value.Tiers : OfTiers.Value.Tiers.Clear(),
                Flows = IsOfTiers(checks) ? OfTiers.Value.Flows : [],
            };
            ImmutableArray<ResourceState> baselines = before is null ? [] : [before];
            var outcome = await Scenarios.DryRunAsync(open(), policy, baselines, after.Id);
            ImmutableArray<string> settled = outcome.Verdict is { IsValid: true } ? [.. outcome.Plan!.CheckIds] : [];
            scenarios.Add(new($"weakened {string.Join(' ', checks)}", open, policy, baselines, after.Id, settled));
        }
        return scenarios.ToImmutable();
    }

    private static IEnumerable<(
        string[] Checks,
        ResourceState? Before,
        ResourceState After,
        ResourceState[] Beside
    )> Cases() => [.. Groups(), .. Acls(), .. WebAcls(), .. Firewalls(), .. Vpcs(), .. Subnets()];

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> Groups()
    {
        var group = Sample.NamedGroup(
            Sample.GroupId,
            "default",
            "in all from sg-0a1b2c3d4e5f60718",
            "out all to 0.0.0.0/0"
        );
        yield return (["sg-default-has-rules"], null, group, []);
        var stale = Sample.Group("in tcp/443 from sg-0gone \"old\"", "in tcp/443 from 10.0.0.0/8");
        yield return (["sg-stale-reference"], null, stale, []);
    }

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> Acls()
    {
        var open = Sample.Acl("in 100 allow tcp/20-25 from 0.0.0.0/0", "in 110 allow tcp/443 from 0.0.0.0/0");
        yield return (["nacl-open-admin-port"], null, open, []);
        var swallowed = Sample.Acl("in 100 allow tcp from 0.0.0.0/0", "in 200 deny tcp/22 from 198.51.100.0/24");
        yield return (["nacl-ineffective-deny"], null, swallowed, []);
        var narrow = Sample.Acl("in 90 deny tcp/25 from 0.0.0.0/0", "in 100 allow tcp/443 from 10.0.0.0/8");
        var grown = Sample.Acl("in 100 allow tcp/443 from 0.0.0.0/0", "in 120 allow udp/53 from 10.0.0.0/8");
        yield return (["nacl-weakened"], narrow, grown, []);
    }

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> WebAcls()
    {
        var whole = WafSample.Acl(
            new WafAclText
            {
                Rules =
                [
                    WafSample.GroupRule("common", 1, WafSample.Managed(Required)),
                    WafSample.GroupRule("bad", 2, WafSample.Managed("AWSManagedRulesKnownBadInputsRuleSet")),
                    WafSample.Rule("rate", 3, WafSample.Rate(2000)),
                ],
                Logging = WafSample.Logging(
                    ""","RedactedFields":[{"SingleHeader":{"Name":"authorization"}},{"SingleHeader":{"Name":"cookie"}}]"""
                ),
            }
        );
        yield return (["waf-weakened"], WafCase.Baseline, WafCase.Weakened, []);
        yield return (["waf-web-acl-empty"], whole, Edited(whole, acl => acl["Rules"]!.AsArray().Clear()), []);
        yield return (
            ["waf-required-rule-missing"],
            whole,
            Edited(whole, acl => acl["Rules"]!.AsArray().RemoveAt(0)),
            []
        );
        yield return (
            ["waf-rule-counting"],
            whole,
            Edited(whole, acl => acl["Rules"]![0]!["OverrideAction"] = JsonNode.Parse("""{"Count":{}}""")),
            []
        );
        yield return (["waf-rate-limit-missing"], whole, Edited(whole, acl => acl["Rules"]!.AsArray().RemoveAt(2)), []);
        yield return (
            ["waf-metrics-disabled"],
            whole,
            Edited(whole, acl => acl["VisibilityConfig"]!["CloudWatchMetricsEnabled"] = false),
            []
        );
        var silent = WebAcl.Of(
            whole.Id,
            whole.Parts.Remove(WebAcl.LoggingPart),
            ImmutableSortedDictionary<string, string>.Empty
        );
        yield return (["waf-logging-disabled"], whole, silent, []);
        var telling = WafSample.Edited(
            whole,
            WebAcl.LoggingPart,
            output => output["LoggingConfiguration"]!.AsObject().Remove("RedactedFields")
        );
        yield return (["waf-logging-unredacted"], whole, telling, []);
        var uses = Fact<IReadOnlyList<WafUse>>.Known([
            new(WafSample.AclArn, "Partners", WafRuleEffect.Allows, IsNegated: false),
        ]);
        yield return (
            ["waf-ip-set-broad"],
            WafSample.Set(uses, "203.0.113.0/24"),
            WafSample.Set(uses, "203.0.113.0/24", "0.0.0.0/1"),
            []
        );
    }

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> Firewalls()
    {
        var firewall = FirewallSample.Firewall();
        var policy = FirewallSample.Policy();
        var group = FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)\ndrop tcp any any -> any 22 (sid:2;)");
        yield return (["nfw-logging-disabled"], firewall, FirewallSample.Firewall(logging: ""), [policy]);
        yield return (
            ["nfw-policy-replaced"],
            firewall,
            FirewallSample.Firewall(settings =>
                settings["FirewallPolicyArn"] = FirewallSample.Prefix + "firewall-policy/open"
            ),
            [policy]
        );
        yield return (
            ["nfw-delete-protection-off"],
            firewall,
            FirewallSample.Firewall(settings => settings["DeleteProtection"] = false),
            [policy]
        );
        yield return (
            ["nfw-stateless-default-pass"],
            policy,
            FirewallSample.Policy(settings => settings["StatelessDefaultActions"] = new JsonArray("aws:pass")),
            [group]
        );
        yield return (
            ["nfw-fragment-default-pass"],
            policy,
            FirewallSample.Policy(settings => settings["StatelessFragmentDefaultActions"] = new JsonArray("aws:pass")),
            [group]
        );
        yield return (
            ["nfw-no-rule-groups"],
            policy,
            FirewallSample.Policy(settings =>
            {
                settings["StatefulRuleGroupReferences"] = new JsonArray();
                settings["StatelessRuleGroupReferences"] = new JsonArray();
            }),
            [group]
        );
        yield return (["nfw-rule-group-empty"], group, FirewallSample.Suricata(""), []);
        yield return (
            ["nfw-weakened"],
            group,
            FirewallSample.Suricata("drop tcp any any -> any 23 (sid:1;)\npass tcp any any -> any 22 (sid:2;)"),
            []
        );
    }

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> Vpcs()
    {
        var narrow = VpcSample.Read(VpcSample.Endpoint());
        yield return (["vpce-policy-open"], narrow, VpcSample.Read(VpcSample.Endpoint(policy: null)), []);
        yield return (
            ["vpce-weakened"],
            narrow,
            VpcSample.Read(
                VpcSample.Endpoint(
                    policy: VpcSample.NarrowPolicy.Replace("s3:GetObject", "s3:*", StringComparison.Ordinal)
                )
            ),
            []
        );
        yield return (
            ["vpce-private-dns-off"],
            narrow,
            VpcSample.Read(VpcSample.Endpoint(privateDns: false)),
            [VpcSample.Vpc()]
        );
        string[] endpoints = ["ec2", "ssm", "s3"];
        yield return (
            ["vpce-removed"],
            VpcSample.Vpc([VpcSample.FlowLog], [.. endpoints.Select(Endpoint)]),
            VpcSample.Vpc([VpcSample.FlowLog], [.. endpoints.Take(2).Select(Endpoint)]),
            []
        );
        yield return (["flow-log-missing"], VpcSample.Vpc([VpcSample.FlowLog]), VpcSample.Vpc(), []);
    }

    private static string Endpoint(string service) =>
        VpcSample.Endpoint(
            $"com.amazonaws.us-east-1.{service}",
            $"vpce-{service}",
            service == "s3" ? "Gateway" : "Interface"
        );

    private static WebAcl Edited(WebAcl acl, Action<JsonNode> edit) =>
        WafSample.Edited(acl, WebAcl.DocumentPart, output => edit(output["WebACL"]!));

    private static IEnumerable<(string[], ResourceState?, ResourceState, ResourceState[])> Subnets()
    {
        var data = Subnet(
            """{"SubnetId":"subnet-2","VpcId":"vpc-0d4f","CidrBlock":"10.0.2.0/24","MapPublicIpOnLaunch":false}"""
        );
        var assigning = Subnet(
            """{"SubnetId":"subnet-2","VpcId":"vpc-0d4f","CidrBlock":"10.0.2.0/24","MapPublicIpOnLaunch":true}"""
        );
        yield return (["subnet-auto-public-ip"], data, assigning, []);
        yield return (
            ["route-internet-from-private-tier"],
            Table(""),
            Table(
                ""","Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"active"}]"""
            ),
            [data]
        );
        yield return (
            ["route-inspection-bypassed"],
            Table(Routes("vpce-0a1b2c3d4e5f60001", "10.9.0.0/16")),
            Table(Routes("nat-0a1b2c3d4e5f60001", "198.51.100.0/24")),
            [data]
        );
        var open = Sample.Acl("in 100 allow all from 0.0.0.0/0", "out 100 allow all to 0.0.0.0/0");
        var used = new NetworkAcl
        {
            Id = open.Id,
            VpcId = open.VpcId,
            Associations = [new("aclassoc-1", "subnet-2")],
        }.WithEntries(open.Entries);
        yield return (["nacl-flow-not-allowed"], null, used, [data]);
        var strict = Acl("acl-0strict", "in 100 allow tcp/443 from 10.0.0.0/8");
        yield return (
            ["nacl-replaced"],
            data.WithNetworkAcl(new NetworkAclAssociation("aclassoc-1", "subnet-2"), strict.Id.Id),
            data.WithNetworkAcl(new NetworkAclAssociation("aclassoc-2", "subnet-2"), open.Id.Id),
            [strict, open]
        );
        const string front = "arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-0a1b2c3d";
        yield return (
            ["shield-protection-missing"],
            Shield($$"""{"Id":"p-1","Name":"front","ResourceArn":"{{front}}"}"""),
            Shield(""),
            []
        );
    }

    private static string Routes(string target, string other)
    {
        var member = target.StartsWith("nat-", StringComparison.Ordinal) ? "NatGatewayId" : "GatewayId";
        return $$"""
            ,"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","{{member}}":"{{target}}","Origin":"CreateRoute","State":"active"},
            {"DestinationCidrBlock":"{{other}}","VpcPeeringConnectionId":"pcx-1","Origin":"CreateRoute","State":"active"}]
            """;
    }

    private static ShieldProtections Shield(string protections) =>
        ShieldProtections.Of(
            Sample.Account,
            ImmutableSortedDictionary<string, AwsDocument>
                .Empty.WithComparers(StringComparer.Ordinal)
                .Add(ShieldProtections.ProtectionsPart, AwsDocument.Parse($"[{protections}]"))
                .Add(
                    ShieldProtections.SubscriptionPart,
                    AwsDocument.Parse("""{"Subscription":{"AutoRenew":"ENABLED"}}""")
                ),
            ImmutableSortedDictionary<string, string>.Empty
        );

    private static NetworkAcl Acl(string id, params string[] entries) =>
        new NetworkAcl
        {
            Id = new(ResourceTypes.NetworkAcl, id, Sample.Account, Sample.Region),
            VpcId = "vpc-0d4f",
        }.WithEntries(entries.Select(Sample.Entry));

    private static Subnet Subnet(string json) =>
        Core.Resources.Vpcs.Subnet.Parse(AwsDocument.Parse(json).Root, Sample.Account, Sample.Region).Value;

    private static RouteTable Table(string routes) =>
        RouteTable
            .Parse(
                AwsDocument
                    .Parse(
                        $$"""
                        {"RouteTableId":"rtb-1","VpcId":"vpc-0d4f",
                         "Associations":[{"RouteTableAssociationId":"rtbassoc-1","SubnetId":"subnet-2","Main":false}]{{routes}}}
                        """
                    )
                    .Root,
                Sample.Account,
                Sample.Region
            )
            .Value;

    // What tiers are for shows only where a check asks for them.
    private static bool IsOfTiers(string[] checks) =>
        checks.Any(check =>
            check is "subnet-auto-public-ip" or "route-internet-from-private-tier" or "nacl-flow-not-allowed"
        );

    private static Lazy<Policy> OfTiers { get; } =
        new(() =>
            Scenarios.Load(
                """
                version: 1
                tiers:
                  data: { cidrs: [10.0.2.0/24], private: true }
                flows:
                  - { from: 10.0.1.0/24, to: data, allow: [tcp/3306] }
                """
            )
        );
}
