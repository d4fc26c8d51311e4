using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.Documents;

/// <summary>
/// One place at which two documents differ: the deepest that says all of it. Lists of objects that a member names one by one
/// (<see cref="Names"/>) are compared name by name, in whatever order they stand; every other list as a whole.
/// </summary>
/// <param name="Path">Where.</param>
/// <param name="Before">What was there, or null.</param>
/// <param name="After">What is there now, or null.</param>
public sealed record DocumentDifference(DocumentPath Path, AwsDocument? Before, AwsDocument? After)
{
    /// <summary>The members that name the elements of a list, the first that does in all of them counts.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "Name",
        "Key",
        "Sid",
        "FlowLogId",
        "VpcEndpointId",
        "ProtectionId",
        "LogType",
        "ResourceArn",
        "ARN",
        "arn",
        "stageName",
        "NetworkInterfaceId",
        "SubnetId",
        "RouteTableId",
        "InternetGatewayId",
        "TrafficMirrorSessionId",
    ];

    public static ImmutableArray<DocumentDifference> Between(AwsDocument? before, AwsDocument? after)
    {
        var differences = ImmutableArray.CreateBuilder<DocumentDifference>();
        Compare(DocumentPath.Root, before?.Root ?? default, after?.Root ?? default, differences);
        return differences.ToImmutable();
    }

    /// <summary>The member that names the elements of both lists, or null where they have to be compared as a whole.</summary>
    public static string? NameOf(JsonElement before, JsonElement after) =>
        before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array
            ? Names.FirstOrDefault(name => IsNamedBy(before, name) && IsNamedBy(after, name))
            : null;

    private static void Compare(
        DocumentPath path,
        JsonElement before,
        JsonElement after,
        ImmutableArray<DocumentDifference>.Builder differences
    )
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in MembersOf(before).Union(MembersOf(after), StringComparer.Ordinal))
            {
                Compare(path.Then(name), Member(before, name), Member(after, name), differences);
            }
            return;
        }
        if (NameOf(before, after) is { } key)
        {
            foreach (var value in ValuesOf(before, key).Union(ValuesOf(after, key), StringComparer.Ordinal))
            {
                Compare(path.Item(key, value), Item(before, key, value), Item(after, key, value), differences);
            }
            return;
        }
        var (from, to) = (Present(before), Present(after));
        if (!Equals(from, to))
        {
            differences.Add(new(path, from, to));
        }
    }

    private static bool IsNamedBy(JsonElement list, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return list.EnumerateArray()
            .All(item => Member(item, name).ToString() is { Length: > 0 } value && seen.Add(value));
    }

    private static IEnumerable<string> MembersOf(JsonElement element) =>
        element.EnumerateObject().Select(member => member.Name);

    private static IEnumerable<string> ValuesOf(JsonElement list, string key) =>
        list.EnumerateArray().Select(item => Member(item, key).ToString());

    private static JsonElement Item(JsonElement list, string key, string value) =>
        list.EnumerateArray().FirstOrDefault(item => Member(item, key).ToString() == value);

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static AwsDocument? Present(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : AwsDocument.Of(element);
}
