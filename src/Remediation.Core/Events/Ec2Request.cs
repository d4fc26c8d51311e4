using System.Text.Json;

namespace Remediation.Core.Events;

/// <summary>
/// What a recorded EC2 call asked and was answered, taken out of the wrapper that newer APIs are recorded in
/// (<c>ModifySecurityGroupRulesRequest</c>, <c>ModifySecurityGroupRulesResponse</c>).
/// </summary>
internal sealed record Ec2Request(string Name, JsonElement Parameters, JsonElement Response)
{
    internal static Ec2Request Read(JsonElement record, string name) =>
        new(
            Quoted.Printable(name),
            Unwrapped(record.Member("requestParameters"), name + "Request"),
            Unwrapped(record.Member("responseElements"), name + "Response")
        );

    /// <summary>The rejection for a record that leaves out what it must have.</summary>
    internal NamedResources Lacks(string what) =>
        NamedResources.Rejected(
            Parameters.Member("omitted").IsTrue()
                ? $"{Name} names no {what}: CloudTrail left out the request's parameters for their size; audit the account instead"
                : $"{Name} names no {what}; expected the record as CloudTrail wrote it"
        );

    private static JsonElement Unwrapped(JsonElement outer, string wrapper) =>
        outer.Member(wrapper) is { ValueKind: JsonValueKind.Object } inner ? inner : outer;
}
