using System.Text.Json.Nodes;
using Remediation.Core.Policies.Destinations;

namespace Remediation.Core.Policies.Loading;

/// <summary>The parts of the policy's JSON Schema that say where tickets are kept and who is told.</summary>
internal static class DestinationSchema
{
    public static JsonObject Secret() => Formed(SecretReference.JsonSchemaPattern);

    public static JsonObject Url() => Formed(DestinationValues.UrlPattern);

    public static JsonObject Tickets() =>
        Items(
            PolicyKeys.Tickets,
            kind =>
                kind switch
                {
                    "jira" => Of(PolicyKeys.Jira),
                    "serviceNow" => Of(PolicyKeys.ServiceNow),
                    "github" => Of(PolicyKeys.GitHub),
                    "webhook" => Of(PolicyKeys.Webhook),
                    _ => Of(PolicyKeys.Nothing),
                }
        );

    public static JsonObject Notify() =>
        Items(
            PolicyKeys.Notify,
            kind =>
                kind switch
                {
                    "sns" => Formed(NotifyReader.TopicPattern),
                    "slack" => SchemaParts.Ref("secret"),
                    _ => Formed(NotifyReader.BusPattern),
                }
        );

    private static JsonObject Of(KeySet keys) =>
        SchemaParts.Mapping(
            keys,
            key =>
                key switch
                {
                    "url" => SchemaParts.Ref("url"),
                    "token" or "password" or "secret" => SchemaParts.Ref("secret"),
                    "project" => Formed(TicketsReader.ProjectPattern),
                    "repository" => Formed(TicketsReader.RepositoryPattern),
                    "table" => Formed(TicketsReader.TablePattern),
                    _ => SchemaParts.Ref("text"),
                }
        );

    // An item is one kind.
    private static JsonObject Items(KeySet kinds, Func<string, JsonObject> part)
    {
        var item = SchemaParts.Mapping(kinds, part);
        item["minProperties"] = 1;
        item["maxProperties"] = 1;
        return SchemaParts.List(item);
    }

    private static JsonObject Formed(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
