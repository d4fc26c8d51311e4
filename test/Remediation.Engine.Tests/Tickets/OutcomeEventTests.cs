using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Faults;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Tickets;

/// <summary>What the engine really tells is what the published schema says, and the schema says something.</summary>
public sealed class OutcomeEventTests
{
    private static JsonElement Schema { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "outcome.schema.json"))).RootElement;

    [Fact]
    public async Task Write_EveryScenario_IsValidUnderTheSchema()
    {
        var decisions = new HashSet<Decision>();
        foreach (var scenario in await FaultMatrixTests.ScenariosAsync())
        {
            foreach (var notice in await ToldAsync(scenario))
            {
                decisions.Add(notice.Decision);
                var json = JsonDocument.Parse(OutcomeEventJson.Write(notice)).RootElement;
                Assert.Equal(JsonValueKind.Object, json.GetProperty("outcome").ValueKind);
                Assert.Empty(JsonSchemaCheck.Faults(Schema, json));
            }
        }
        Assert.Contains(Decision.Reverted, decisions);
        Assert.Contains(Decision.Ticketed, decisions);
    }

    [Theory]
    [InlineData("schema", "\"remediation.outcome/2\"")]
    [InlineData("decision", "\"compliant\"")]
    [InlineData("severity", "\"urgent\"")]
    [InlineData("id", "\"\"")]
    [InlineData("resource", "{}")]
    [InlineData("time", "7")]
    [InlineData("outcome", "[]")]
    [InlineData("actor", null)]
    public async Task Schema_WhatIsNoOutcome_IsNot(string member, string? value)
    {
        var scenarios = await FaultMatrixTests.ScenariosAsync();
        var notice = (await ToldAsync(scenarios[0]))[0];
        var json = JsonNode.Parse(OutcomeEventJson.Write(notice))!.AsObject();
        json.Remove(member);
        if (value is not null)
        {
            json[member] = JsonNode.Parse(value);
        }

        Assert.NotEmpty(JsonSchemaCheck.Faults(Schema, JsonDocument.Parse(json.ToJsonString()).RootElement));
    }

    [Fact]
    public async Task Write_TooLong_LeavesTheWholeOutAndStaysValid()
    {
        var scenarios = await FaultMatrixTests.ScenariosAsync();
        var notice = (await ToldAsync(scenarios[0]))[0];
        var text = new string('x', OutcomeEventJson.MostBytes);

        var json = JsonDocument
            .Parse(OutcomeEventJson.Write(notice with { Json = $$"""{"event":"{{text}}"}""" }))
            .RootElement;

        Assert.Equal(JsonValueKind.Null, json.GetProperty("outcome").ValueKind);
        Assert.Empty(JsonSchemaCheck.Faults(Schema, json));
    }

    private static async Task<List<OutcomeNotice>> ToldAsync(Scenario scenario)
    {
        var listeners = new Listeners(new());
        var ports = new EnginePorts
        {
            Account = scenario.Open(),
            Ledger = new MemoryLedger(),
            Baselines = new MemoryBaselines([.. scenario.Baselines]),
            Notifiers = [listeners],
            Time = new VirtualTime(),
        };
        var options = new ReconcilerOptions
        {
            Apply = true,
            Account = scenario.Target.Account,
            Region = scenario.Target.Region,
        };
        var engine = new Reconciler(
            ports,
            new PolicyEvaluator(scenario.Policy, CheckCatalog.All),
            CheckCatalog.All,
            options
        );
        await engine.HandleAsync(
            [FaultRun.Event("e-1", scenario.Target, scenario.Actor)],
            TestContext.Current.CancellationToken
        );
        Assert.NotEmpty(listeners.Told);
        return listeners.Told;
    }
}
