using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// Tags decide which scope of the policy a resource falls under, so tagging a watched resource is a change to it.
/// </summary>
internal static class TagCalls
{
    internal static NamedResources OfTags(Ec2Request call)
    {
        var ids = call
            .Parameters.Items("resourcesSet")
            .Concat(call.Parameters.Items("resourceId"))
            .Select(Id)
            .OfType<string>()
            .ToList();
        return ids.Count == 0
            ? call.Lacks("resource: requestParameters has no resourcesSet")
            : NamedResources.Of(
                ids.SelectMany(Watched),
                NamedResources.Ignored($"{call.Name} tags nothing that this version watches")
            );
    }

    private static string? Id(JsonElement item) => item.Text("resourceId") ?? item.Text();

    private static IEnumerable<NamedResource> Watched(string id) =>
        NamedResource.TypeOf(id) is { } type ? [new NamedResource(type, id)] : [];
}
