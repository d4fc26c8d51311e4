using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Templates;
using Remediation.Core.Traffic;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;
using Remediation.Testing;
using Remediation.Testing.Generators;

namespace Remediation.Engine.Tests.Templates;

/// <summary>What is said of a template before it is deployed is what is said of the account afterwards.</summary>
public sealed class TemplateAgreementTests
{
    private static readonly Core.Checks.Check[] Deployable =
    [
        .. CheckCatalog.All.Where(check => !check.Metadata.IsOfDeployed),
    ];

    [Fact]
    public void Audit_GroupsAndAclOfATemplate_SaysWhatTheAccountWouldGetToHear()
    {
        var judged = 0;
        Gen.Select(SecurityGroupGen.One, SecurityGroupGen.One, NetworkAclGen.One, Gen.OneOf("strict", "layered"))
            .Sample(
                (one, other, acl, policy) =>
                {
                    var groups = new[] { Named(one, "Front", "Web"), Named(other, "Store", "Database") };
                    var template = TemplateReader.Read(TemplateOf(groups, acl), "t.json").Template!;

                    var before = Of(
                        new TemplateAuditor(Policy(policy), [.. Deployable], TimeProvider.System)
                            .AuditAsync(template, null, CancellationToken.None)
                            .GetAwaiter()
                            .GetResult()
                    );
                    var after = Of(
                        new Auditor(new PolicyEvaluator(Policy(policy), [.. Deployable]), TimeProvider.System)
                            .AuditAsync(AccountOf(groups, acl), null, CancellationToken.None)
                            .GetAwaiter()
                            .GetResult()
                    );

                    Assert.Equal(after, before);
                    Interlocked.Add(ref judged, after.Count);
                },
                iter: 100
            );
        Assert.NotEqual(0, judged);
    }

    // Rules are told by what they allow: their ids are AWS's there, and places of the file here.
    private static List<string> Of(AuditReport report) =>
        [
            .. report
                .Findings.Where(finding =>
                    finding.Resource.Type is ResourceTypes.SecurityGroup or ResourceTypes.NetworkAcl
                )
                .SelectMany(finding =>
                    finding.Evidence.Select(evidence =>
                        $"{finding.Check.Id} {finding.Resource.Id} {evidence.Severity} {evidence.Traffic} {evidence.Offending}"
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static SnapshotAccount AccountOf(SecurityGroup[] groups, NetworkAcl acl)
    {
        var builder = new SnapshotBuilder("", "");
        builder.OtherGroupsAreUnknown("another account's");
        Array.ForEach(groups, builder.Add);
        var documents = new SnapshotDocuments("", "");
        documents.Found("ec2.describe-subnets", whyIncomplete: null);
        builder.Add(documents, new Dictionary<string, List<string>>(StringComparer.Ordinal));
        builder.Add(
            new NetworkAcl
            {
                Id = new(ResourceTypes.NetworkAcl, "Edge", "", ""),
                VpcId = acl.VpcId,
                Associations = [new("Tie", "subnet-0123456789abcdef0")],
            }.WithEntries(acl.Entries)
        );
        return new(builder.Build());
    }

    private static SecurityGroup Named(SecurityGroup group, string id, string layer) =>
        new()
        {
            Id = new(ResourceTypes.SecurityGroup, id, "", ""),
            Name = id,
            VpcId = group.VpcId,
            Tags = [new("Layer", layer)],
            // Without an egress rule CloudFormation leaves AWS's own.
            Rules =
            [
                .. group.Rules.Select(rule =>
                    rule with
                    {
                        RuleId = null,
                        Tags = [],
                        Peer = rule.Peer is SecurityGroupPeer peer ? new SecurityGroupPeer(peer.GroupId) : rule.Peer,
                    }
                ),
                .. group.Rules.Any(rule => rule.Direction == Direction.Egress)
                    ? (SecurityGroupRule[])[]
                    : [Sample.Rule("out all to 0.0.0.0/0")],
            ],
        };

    private static string TemplateOf(SecurityGroup[] groups, NetworkAcl acl)
    {
        var resources = new JsonObject();
        foreach (var group in groups)
        {
            var properties = new JsonObject
            {
                ["GroupDescription"] = "generated",
                ["GroupName"] = group.Name,
                ["VpcId"] = group.VpcId,
                ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "Layer", ["Value"] = group.Tags[0].Value }),
                ["SecurityGroupIngress"] = Rules(group, Direction.Ingress),
                ["SecurityGroupEgress"] = Rules(group, Direction.Egress),
            };
            resources[group.Id.Id] = Resource("AWS::EC2::SecurityGroup", properties);
        }
        resources["Edge"] = Resource("AWS::EC2::NetworkAcl", new() { ["VpcId"] = acl.VpcId });
        resources["Tie"] = Resource(
            "AWS::EC2::SubnetNetworkAclAssociation",
            new() { ["NetworkAclId"] = Ref("Edge"), ["SubnetId"] = "subnet-0123456789abcdef0" }
        );
        foreach (var (entry, i) in acl.Entries.Where(entry => !entry.IsDefault).Select((entry, i) => (entry, i)))
        {
            resources[$"Entry{i}"] = Resource("AWS::EC2::NetworkAclEntry", Entry(entry));
        }
        return new JsonObject { ["Resources"] = resources }.ToJsonString();
    }

    private static JsonObject Resource(string type, JsonObject properties) =>
        new() { ["Type"] = type, ["Properties"] = properties };

    private static JsonObject Ref(string name) => new() { ["Ref"] = name };

    private static JsonArray Rules(SecurityGroup group, Direction direction) =>
        [.. group.RulesOf(direction).Select(rule => Rule(rule))];

    private static JsonObject Rule(SecurityGroupRule rule)
    {
        var isIngress = rule.Direction == Direction.Ingress;
        var (member, peer) = rule.Peer switch
        {
            CidrPeer block => (block.Cidr.Family == IpFamily.IPv4 ? "CidrIp" : "CidrIpv6", block.Cidr.ToString()),
            SecurityGroupPeer group => (
                isIngress ? "SourceSecurityGroupId" : "DestinationSecurityGroupId",
                group.GroupId
            ),
            PrefixListPeer list => (isIngress ? "SourcePrefixListId" : "DestinationPrefixListId", list.PrefixListId),
            _ => throw new NotSupportedException(),
        };
        var json = new JsonObject { [member] = peer };
        WriteService(json, rule.Service, "IpProtocol");
        return json;
    }

    private static JsonObject Entry(NetworkAclEntry entry)
    {
        var json = new JsonObject
        {
            ["NetworkAclId"] = Ref("Edge"),
            ["RuleNumber"] = entry.RuleNumber,
            ["RuleAction"] = entry.Action == NetworkAclAction.Allow ? "allow" : "deny",
            ["Egress"] = entry.Direction == Direction.Egress,
            [entry.Cidr.Family == IpFamily.IPv4 ? "CidrBlock" : "Ipv6CidrBlock"] = entry.Cidr.ToString(),
        };
        var service = new JsonObject();
        WriteService(service, entry.Service, "Protocol");
        json["Protocol"] = service["Protocol"]!.DeepClone();
        if (service["FromPort"] is { } from && service["ToPort"] is { } to)
        {
            var isIcmp = entry.Service.Protocol.IsIcmp;
            json[isIcmp ? "Icmp" : "PortRange"] = isIcmp
                ? new JsonObject { ["Type"] = from.DeepClone(), ["Code"] = to.DeepClone() }
                : new JsonObject { ["From"] = from.DeepClone(), ["To"] = to.DeepClone() };
        }
        return json;
    }

    private static void WriteService(JsonObject json, Service service, string protocol)
    {
        json[protocol] = service.Protocol.IsAll ? "-1" : $"{service.Protocol.Number}";
        if (service.Protocol.IsIcmp && !service.IsWholeProtocol)
        {
            json["FromPort"] = service.First >> 8;
            json["ToPort"] = service.First == service.Last ? service.First & 0xff : -1;
        }
        else if (service.Protocol.HasPorts && !service.IsWholeProtocol)
        {
            json["FromPort"] = service.First;
            json["ToPort"] = service.Last;
        }
    }

    private static Policy Policy(string name)
    {
        Assert.True(StarterPolicies.TryGet(name, out var text));
        return PolicyLoader.Load(text, name, name, [.. CheckCatalog.All.Select(check => check.Metadata)]).Policy!;
    }
}
