using System.Text.Json.Nodes;
using Remediation.Core.Policies;

namespace Remediation.Core.Tests.Policies;

/// <summary>The schema and the loader take the same keys and words.</summary>
public sealed class PolicySchemaTests
{
    private const string Unknown = "zzzzzzzzzzzz";

    private static JsonNode Schema { get; } = JsonNode.Parse(PolicySchema.Write(SampleChecks.All))!;

    [Theory]
    [InlineData("", "zzzzzzzzzzzz: 1")]
    [InlineData("properties/tiers/additionalProperties", "tiers: { web: { zzzzzzzzzzzz: 1 } }")]
    [InlineData(
        "properties/tiers/additionalProperties/properties/securityGroups",
        "tiers: { web: { securityGroups: { zzzzzzzzzzzz: 1 } } }"
    )]
    [InlineData(
        "properties/tiers/additionalProperties/properties/subnets",
        "tiers: { web: { subnets: { zzzzzzzzzzzz: 1 } } }"
    )]
    [InlineData("properties/flows/items", "flows: [ { zzzzzzzzzzzz: 1 } ]")]
    [InlineData("properties/scopes/items", "scopes: [ { zzzzzzzzzzzz: 1 } ]")]
    [InlineData("properties/scopes/items/properties/match", "scopes: [ { match: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/exemptions/items", "exemptions: [ { zzzzzzzzzzzz: 1 } ]")]
    [InlineData("properties/exemptions/items/properties/traffic", "exemptions: [ { traffic: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/guardrails", "guardrails: { zzzzzzzzzzzz: 1 }")]
    [InlineData("properties/tickets/items", "tickets: [ { zzzzzzzzzzzz: 1 } ]")]
    [InlineData("properties/tickets/items/properties/jira", "tickets: [ { jira: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/tickets/items/properties/serviceNow", "tickets: [ { serviceNow: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/tickets/items/properties/github", "tickets: [ { github: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/tickets/items/properties/webhook", "tickets: [ { webhook: { zzzzzzzzzzzz: 1 } } ]")]
    [InlineData("properties/notify/items", "notify: [ { zzzzzzzzzzzz: 1 } ]")]
    [InlineData("$defs/checks/properties/*", "checks: { \"*\": { zzzzzzzzzzzz: 1 } }")]
    [InlineData("$defs/checks/properties/sg-open-admin-port", "checks: { sg-open-admin-port: { zzzzzzzzzzzz: 1 } }")]
    [InlineData(
        "$defs/checks/properties/nacl-ineffective-deny",
        "checks: { nacl-ineffective-deny: { zzzzzzzzzzzz: 1 } }"
    )]
    [InlineData("$defs/checks/properties/sg-unused", "checks: { sg-unused: { zzzzzzzzzzzz: 1 } }")]
    public void Write_EveryMapping_HasTheLoadersKeys(string place, string document)
    {
        var mapping = At(place);
        Assert.Equal(Keys(document, "no such key"), mapping["properties"]!.AsObject().Select(property => property.Key));
        Assert.False(mapping["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(Missing(document), Strings(mapping["required"]));
    }

    [Theory]
    [InlineData("properties/mode/oneOf", "mode: zzzzzzzzzzzz")]
    [InlineData("$defs/checks/properties/*/properties/respond/oneOf", "checks: { \"*\": { respond: zzzzzzzzzzzz } }")]
    [InlineData("$defs/checks/properties/*/properties/fix/oneOf", "checks: { \"*\": { fix: zzzzzzzzzzzz } }")]
    [InlineData(
        "$defs/checks/properties/sg-open-admin-port/properties/onTooManyRules/enum",
        "checks: { sg-open-admin-port: { onTooManyRules: zzzzzzzzzzzz } }"
    )]
    [InlineData("properties/exemptions/items/properties/check/enum", "exemptions: [ { check: zzzzzzzzzzzz } ]")]
    public void Write_EveryListOfWords_HasTheLoadersWords(string place, string document) =>
        Assert.Equal(Keys(document, Unknown), At(place).AsArray().Select(Word));

    [Fact]
    public void Write_Checks_AreTheGivenOnesAndAll() =>
        Assert.Equal(
            ["*", .. SampleChecks.All.Select(check => check.Id)],
            At("$defs/checks/properties").AsObject().Select(property => property.Key)
        );

    [Fact]
    public void Write_EveryReference_IsDefined()
    {
        var references = Descendants(Schema)
            .OfType<JsonObject>()
            .Select(node => (string?)node["$ref"])
            .OfType<string>()
            .ToHashSet();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotNull(At(reference.TrimStart('#', '/'))));
        Assert.Equal(references.Count, At("$defs").AsObject().Count);
    }

    [Fact]
    public void Write_EveryProperty_IsDescribed() =>
        Assert.All(
            Descendants(Schema)
                .OfType<JsonObject>()
                .Select(node => node["properties"] as JsonObject)
                .OfType<JsonObject>()
                .SelectMany(properties => properties),
            property => Assert.False(string.IsNullOrWhiteSpace((string?)property.Value!["description"]), property.Key)
        );

    [Fact]
    public void Write_Parameter_BoundsAndDefault()
    {
        var parameters = At("$defs/checks/properties/sg-open-admin-port/properties");
        Assert.Equal(1, (long)parameters["maxPublicAddresses"]!["minimum"]!);
        Assert.Equal(65_536, (long)parameters["maxPublicAddresses"]!["default"]!);
        Assert.Equal(["22", "3389"], Strings(parameters["ports"]!["default"]));
    }

    private static JsonNode At(string place) =>
        place.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Schema, (node, step) => node[step]!);

    private static string Word(JsonNode? node) => node is JsonValue value ? (string)value! : (string)node!["const"]!;

    private static IReadOnlyList<string> Strings(JsonNode? list) =>
        [.. list?.AsArray().Select(item => (string)item!) ?? []];

    private static IReadOnlyList<string> Keys(string document, string about) =>
        SampleChecks
            .Load($"version: 1\n{document}")
            .Diagnostics.First(diagnostic => diagnostic.Message.Contains(about))
            .Hint!["It is one of: ".Length..]
            .Split(", ");

    private static IReadOnlyList<string> Missing(string document) =>
        document == "zzzzzzzzzzzz: 1"
            ? ["version"]
            :
            [
                .. SampleChecks
                    .Load($"version: 1\n{document}")
                    .Diagnostics.Where(diagnostic => diagnostic.Message.EndsWith("is missing"))
                    .Where(diagnostic => diagnostic.Column == InnerColumn(document))
                    .Select(diagnostic => diagnostic.Message.Split('\'')[1]),
            ];

    private static int InnerColumn(string document) => document.IndexOf("{ zzz", StringComparison.Ordinal) + 1;

    private static IEnumerable<JsonNode?> Descendants(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(property => Descendants(property.Value)).Prepend(map),
            JsonArray list => list.SelectMany(Descendants).Prepend(list),
            _ => [node],
        };
}
