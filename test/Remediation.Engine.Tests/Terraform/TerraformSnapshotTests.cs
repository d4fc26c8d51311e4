using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Learning;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;
using Remediation.Engine.Terraform;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Terraform;

public sealed class TerraformSnapshotTests
{
    private static string Plan { get; } =
        File.ReadAllText(Path.Combine(Repository.Samples, "terraform", "shop-plan.json"));

    [Fact]
    public void Read_Plan_TellsEveryRuleByWhoIsAtTheOtherSide() =>
        Assert.Equal(
            [
                "aws_security_group.lb: tcp/443 from 0.0.0.0/0",
                "aws_security_group.lb: tcp/443 from ::/0",
                "aws_security_group.lb: tcp/8080 to module.web.aws_security_group.web[0]",
                "aws_security_group.lb: tcp/22 from 10.0.1.0/25",
                "module.web.aws_security_group.web[0]: tcp/8080 from aws_security_group.lb",
                "module.web.aws_security_group.web[0]: all traffic to 0.0.0.0/0",
                "module.web.aws_security_group.web[0]: tcp/9000-9001 from aws_security_group.lb",
            ],
            RulesOf(Read(Plan).Snapshot),
            Unordered
        );

    [Fact]
    public void Read_Plan_LeavesNothingUnknown()
    {
        var read = Read(Plan);

        Assert.Empty(read.Left);
        Assert.All(read.Snapshot.SecurityGroups.Values, group => Assert.Empty(group.Unreadable));
    }

    [Fact]
    public async Task Learn_Plan_GivesAPolicyThatThePlanBreaksNowhere()
    {
        var snapshot = Read(Plan).Snapshot;
        var text = Learned(snapshot);
        var loaded = PolicyLoader.Load(text, "l", "l", [.. CheckCatalog.All.Select(check => check.Metadata)]);
        Assert.Empty(loaded.Diagnostics);

        var report = await new Auditor(
            new PolicyEvaluator(loaded.Policy!, CheckCatalog.All),
            TimeProvider.System
        ).AuditAsync(new SnapshotAccount(snapshot), null, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(report.Findings, finding => finding.Check.Id == "sg-flow-not-allowed");
        Assert.Contains(
            """{ from: "loadbalancer", to: "web", allow: [tcp/8080, tcp/9000-9001] }""",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("""{ from: "web", to: "loadbalancer", allow: [tcp/22] }""", text, StringComparison.Ordinal);
    }

    [Theory]
    // What names it leads nowhere.
    [InlineData("var.peer", "var.other", "which security group it names is not known before it is applied")]
    [InlineData("\"name\": \"shop-lb\",\n", "\"name\": \"shop-lb\",\n", null)]
    public void Read_ReferenceThatLeadsNowhere_IsNotKnownAndNotDropped(string from, string to, string? reason)
    {
        var group = Read(Plan.Replace(from, to, StringComparison.Ordinal)).Snapshot.SecurityGroups[
            "module.web.aws_security_group.web[0]"
        ];

        Assert.Equal(reason is null ? 0 : 1, group.Unreadable.Length);
        Assert.All(group.Unreadable, told => Assert.EndsWith(reason!, told, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_RuleOfAGroupThatIsNotKnown_IsTold()
    {
        var root = JsonNode.Parse(Plan)!;
        root["configuration"] = null;

        var read = Read(root.ToJsonString());

        Assert.Equal(4, read.Left.Count);
        Assert.All(
            read.Left,
            left => Assert.Contains("to which group it belongs is not known", left, StringComparison.Ordinal)
        );
        Assert.Contains(
            "which security group it names",
            Assert.Single(read.Snapshot.SecurityGroups["aws_security_group.lb"].Unreadable),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_State_KnowsItsIds()
    {
        const string state = """
            { "format_version": "1.0", "terraform_version": "1.9.5", "values": { "root_module": { "resources": [
              { "address": "aws_security_group.a", "mode": "managed", "type": "aws_security_group", "name": "a",
                "values": { "id": "sg-0a", "name": "a", "vpc_id": "vpc-1",
                  "ingress": [{ "from_port": 0, "to_port": 0, "protocol": "-1", "self": true, "cidr_blocks": [],
                    "ipv6_cidr_blocks": [], "prefix_list_ids": ["pl-1"], "security_groups": ["sg-0b"] }], "egress": [] } },
              { "address": "data.aws_security_group.b", "mode": "data", "type": "aws_security_group", "name": "b",
                "values": { "id": "sg-0b" } }
            ] } } }
            """;

        Assert.Equal(
            ["sg-0a: all traffic from pl-1", "sg-0a: all traffic from sg-0a", "sg-0a: all traffic from sg-0b"],
            RulesOf(Read(state).Snapshot),
            Unordered
        );
    }

    [Theory]
    [InlineData("{", false, "it is no JSON")]
    [InlineData("[]", false, "it has no planned_values")]
    [InlineData("""{ "format_version": "1.0", "terraform_version": "1.9.5" }""", true, "it has no planned_values")]
    [InlineData("""{ "Resources": {} }""", false, "it has no planned_values")]
    public void Read_WhatIsNoPlan_SaysSo(string text, bool isMeant, string reason)
    {
        Assert.Equal(isMeant, TerraformSnapshot.IsMeant(text));
        Assert.StartsWith(reason, TerraformSnapshot.Read(text).Error, StringComparison.Ordinal);
    }

    // Any value of the plan may turn out to be of another kind: nothing throws, and what is read can be learned from.
    [Fact]
    public void Read_PlanWithAnyValueExchanged_NeverThrows()
    {
        var places = Places(JsonNode.Parse(Plan)!).ToList();
        Gen.Select(Gen.Int[0, places.Count - 1], Gen.OneOf("null", "7", "\"x\"", "[]", "{}", "[null]", "true"))
            .Sample(
                (place, value) =>
                {
                    var root = JsonNode.Parse(Plan)!;
                    Set(root, places[place], JsonNode.Parse(value));
                    if (TerraformSnapshot.Read(root.ToJsonString()) is { IsSuccess: true, Value: var read })
                    {
                        Assert.NotEmpty(Learned(read.Snapshot));
                    }
                },
                iter: 2_000
            );
    }

    private static IEqualityComparer<IEnumerable<string>> Unordered { get; } =
        EqualityComparer<IEnumerable<string>>.Create(
            (one, other) => one!.Order(StringComparer.Ordinal).SequenceEqual(other!.Order(StringComparer.Ordinal)),
            _ => 0
        );

    private static IEnumerable<string> RulesOf(Snapshot snapshot) =>
        snapshot.SecurityGroups.Values.SelectMany(group => group.Rules.Select(rule => $"{group.Id.Id}: {rule}"));

    private static TerraformSnapshot Read(string text)
    {
        Assert.True(TerraformSnapshot.IsMeant(text));
        return TerraformSnapshot.Read(text).Value;
    }

    private static string Learned(Snapshot snapshot) =>
        PolicyLearner.Learn(
            [.. snapshot.SecurityGroups.Values],
            [.. snapshot.Documents.Values.OfType<Subnet>()],
            [],
            "a test"
        );

    private static IEnumerable<string[]> Places(JsonNode node, params string[] path) =>
        node switch
        {
            JsonObject map => map.SelectMany(member =>
                Places(member.Value ?? JsonValue.Create(0), [.. path, member.Key]).Prepend([.. path, member.Key])
            ),
            JsonArray list => list.SelectMany(
                (item, i) => Places(item ?? JsonValue.Create(0), [.. path, $"{i}"]).Prepend([.. path, $"{i}"])
            ),
            _ => [],
        };

    private static void Set(JsonNode root, string[] path, JsonNode? value)
    {
        var at = path[..^1]
            .Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, null)]! : node[step]!);
        if (at is JsonArray items)
        {
            items[int.Parse(path[^1], null)] = value;
        }
        else
        {
            at[path[^1]] = value;
        }
    }
}
