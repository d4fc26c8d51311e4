using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Loading;

namespace Remediation.Core.Policies;

/// <summary>
/// The policy document's JSON Schema (draft 2020-12), for editors to complete and check while a person writes. It says no
/// more than a schema can: the loader alone decides whether a document is valid.
/// </summary>
public static class PolicySchema
{
    /// <summary>Writes the schema, the parameters of the given checks included. The same checks give the same text.</summary>
    public static string Write(IReadOnlyList<CheckMetadata> checks)
    {
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            Document(checks).WriteTo(writer);
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static JsonObject Document(IReadOnlyList<CheckMetadata> checks)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Remediation policy",
        };
        var document = SchemaParts.Mapping(
            PolicyKeys.Document,
            key =>
                key switch
                {
                    "version" => new() { ["const"] = DocumentReader.Version },
                    "mode" => SchemaParts.Words(PolicyWords.Modes),
                    "trustedSources" => SchemaParts.List(SchemaParts.Ref("range")),
                    "tiers" => SchemaParts.Map(Tier(), "^(?!(internet|trustedSources)$)[A-Za-z0-9_-]{1,64}$"),
                    "flows" => SchemaParts.List(Flow()),
                    "checks" => SchemaParts.Ref("checks"),
                    "scopes" => SchemaParts.List(Scope()),
                    "exemptions" => SchemaParts.List(Exemption(checks)),
                    "quarantine" => Quarantine(),
                    "tickets" => DestinationSchema.Tickets(),
                    "notify" => DestinationSchema.Notify(),
                    _ => Guardrails(),
                }
        );
        foreach (var (name, part) in document.ToArray())
        {
            document.Remove(name);
            schema[name] = part;
        }
        schema["$defs"] = Definitions(checks);
        return schema;
    }

    private static JsonObject Definitions(IReadOnlyList<CheckMetadata> checks) =>
        new()
        {
            ["text"] = SchemaParts.Text(),
            ["range"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$" },
            ["service"] = SchemaParts.Service(),
            ["services"] = SchemaParts.OneOrSome(SchemaParts.Ref("service")),
            ["texts"] = SchemaParts.OneOrSome(SchemaParts.Ref("text")),
            ["account"] = new JsonObject { ["type"] = "string", ["pattern"] = @"^([0-9]{12}|[0-9]*\*[0-9*]*)$" },
            ["vpc"] = new JsonObject { ["type"] = "string", ["pattern"] = @"^(vpc-|\*)" },
            ["tags"] = SchemaParts.Map(SchemaParts.Ref("text"), null, least: 1),
            ["url"] = DestinationSchema.Url(),
            ["secret"] = DestinationSchema.Secret(),
            ["checks"] = CheckSchema.Layer(checks),
        };

    private static JsonObject Tier()
    {
        var tier = SchemaParts.Mapping(
            PolicyKeys.Tier,
            key =>
                key switch
                {
                    "securityGroups" => Match(PolicyKeys.TierGroups),
                    "subnets" => Match(PolicyKeys.TierSubnets),
                    "vpcs" => SchemaParts.OneOrSome(SchemaParts.Ref("vpc")),
                    "cidrs" => SchemaParts.OneOrSome(SchemaParts.Ref("range")),
                    _ => new() { ["type"] = "boolean" },
                }
        );
        tier["anyOf"] = new JsonArray([
            .. PolicyKeys.TierMembers.Select(key => new JsonObject { ["required"] = new JsonArray(key) }),
        ]);
        return tier;
    }

    private static JsonObject Scope() =>
        SchemaParts.Mapping(
            PolicyKeys.Scope,
            key => key == "match" ? Match(PolicyKeys.Match) : SchemaParts.Ref("checks")
        );

    private static JsonObject Match(KeySet keys)
    {
        var match = SchemaParts.Mapping(
            keys,
            key =>
                key switch
                {
                    "accounts" => SchemaParts.OneOrSome(SchemaParts.Ref("account")),
                    "vpcs" => SchemaParts.OneOrSome(SchemaParts.Ref("vpc")),
                    "ous" => SchemaParts.OneOrSome(
                        new()
                        {
                            ["type"] = "string",
                            ["pattern"] = "^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$",
                        }
                    ),
                    "tags" => SchemaParts.Ref("tags"),
                    _ => SchemaParts.Ref("texts"),
                }
        );
        match["minProperties"] = 1;
        return match;
    }

    private static JsonObject Flow() =>
        SchemaParts.Mapping(PolicyKeys.Flow, key => SchemaParts.Ref(key == "allow" ? "services" : "texts"));

    private static JsonObject Exemption(IReadOnlyList<CheckMetadata> checks) =>
        SchemaParts.Mapping(
            PolicyKeys.Exemption,
            key =>
                key switch
                {
                    "check" => SchemaParts.OneOf(checks.Select(check => check.Id)),
                    "resource" => new() { ["type"] = "string", ["pattern"] = @"^[^*]*[^*\s][^*]*$" },
                    "traffic" => Traffic(),
                    "until" => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
                    _ => SchemaParts.Ref("text"),
                }
        );

    private static JsonObject Traffic() =>
        SchemaParts.Mapping(
            PolicyKeys.Traffic,
            key => key == "source" ? SchemaParts.OneOrSome(SchemaParts.Ref("range")) : SchemaParts.Ref("services")
        );

    private static JsonObject Quarantine() =>
        SchemaParts.Mapping(
            PolicyKeys.Quarantine,
            key =>
                key switch
                {
                    "allow" => SchemaParts.List(Allowance()),
                    "hard" or "waitForChangeWindows" => new() { ["type"] = "boolean" },
                    "maxInterfaces" => SchemaParts.Integer(1, QuarantineReader.MostInterfaces),
                    _ => SchemaParts.List(QuarantineFinding()),
                }
        );

    private static JsonObject Allowance()
    {
        var allowance = SchemaParts.Mapping(
            PolicyKeys.QuarantineAllowance,
            key => key == "allow" ? SchemaParts.Ref("services") : SchemaParts.OneOrSome(SchemaParts.Ref("range"))
        );
        allowance["oneOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("from") },
            new JsonObject { ["required"] = new JsonArray("to") }
        );
        return allowance;
    }

    private static JsonObject QuarantineFinding() =>
        SchemaParts.Mapping(
            PolicyKeys.QuarantineFinding,
            key =>
                key == "types"
                    ? SchemaParts.OneOrSome(SchemaParts.Ref("text"))
                    : SchemaParts.OneOf(PolicyWords.Severities.Select(word => word.Word))
        );

    private static JsonObject Guardrails() =>
        SchemaParts.Mapping(
            PolicyKeys.Guardrails,
            key =>
                key switch
                {
                    "neverTouch" => SchemaParts.OneOrMany(SchemaParts.Ref("text")),
                    "flipFlop" => FlipFlop(),
                    "changeWindows" => SchemaParts.List(ChangeWindow()),
                    "urgent" => SchemaParts.OneOf(PolicyWords.Severities.Select(word => word.Word)),
                    "breakGlassPrincipals" => SchemaParts.OneOrMany(
                        new() { ["type"] = "string", ["pattern"] = GuardrailsReader.PrincipalPattern }
                    ),
                    "breakGlassFor" or "approveWithin" or "warnBefore" => SchemaParts.Duration(),
                    "maxChangesPerHour" => SchemaParts.Integer(0, GuardrailsReader.MostChanges),
                    _ => SchemaParts.Integer(0, GuardrailsReader.MostRules),
                }
        );

    private static JsonObject ChangeWindow() =>
        SchemaParts.Mapping(
            PolicyKeys.ChangeWindow,
            key =>
                key == "days"
                    ? SchemaParts.OneOrSome(SchemaParts.OneOf(PolicyWords.Days.Select(word => word.Word)))
                    : new() { ["type"] = "string", ["pattern"] = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" }
        );

    private static JsonObject FlipFlop() =>
        SchemaParts.Mapping(
            PolicyKeys.FlipFlop,
            key => key == "reverts" ? SchemaParts.Integer(1, GuardrailsReader.MostReverts) : SchemaParts.Duration()
        );
}
