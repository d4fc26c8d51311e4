using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// One route: traffic to a destination goes to a target; of several destinations that hold an address the longest prefix counts.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
/// </summary>
/// <param name="DestinationMember">The member that names the destination, such as <c>DestinationCidrBlock</c>.</param>
/// <param name="Destination">The destination as AWS writes it: a CIDR block or a prefix list's id.</param>
/// <param name="Target">Where it leads, or null where that could not be told.</param>
/// <param name="Document">The route as AWS gave it.</param>
public sealed record Route(string DestinationMember, string Destination, RouteTarget? Target, AwsDocument Document)
{
    internal const string Block4 = "DestinationCidrBlock";
    internal const string Block6 = "DestinationIpv6CidrBlock";
    internal const string List = "DestinationPrefixListId";

    /// <summary>The block, or null for a prefix list.</summary>
    public Cidr? Block => Cidr.TryParse(Destination, out var cidr) ? cidr : null;

    /// <summary>The prefix list's id, or null for a block.</summary>
    public string? PrefixListId => DestinationMember == List ? Destination : null;

    /// <summary>Whether it leads nowhere for now, since its target is gone or detached.</summary>
    public bool IsBlackhole => AwsJson.Text(Document.Root, "State"u8) == "blackhole";

    /// <summary>Whether somebody made it by CreateRoute: the others come with the VPC or from a virtual private gateway.</summary>
    public bool IsMadeByCall => AwsJson.Text(Document.Root, "Origin"u8) is null or "CreateRoute";

    /// <summary>Whether it is a gateway endpoint's, which only the endpoint's own calls put in and take out.</summary>
    public bool IsOfGatewayEndpoint =>
        PrefixListId is not null && (Target?.Id.StartsWith("vpce-", StringComparison.Ordinal) ?? false);

    /// <summary>Whether it leads to an endpoint that can inspect: one of AWS Network Firewall or of a gateway load balancer.</summary>
    public bool IsThroughEndpoint =>
        PrefixListId is null && (Target?.Id.StartsWith("vpce-", StringComparison.Ordinal) ?? false);

    /// <summary>Whether two routes say the same, whatever the state that they are in.</summary>
    public bool LeadsAs(Route other) => Destination == other.Destination && Target == other.Target;

    internal static Route? Of(JsonElement route)
    {
        foreach (var member in (ReadOnlySpan<string>)[Block4, Block6, List])
        {
            if (
                route.ValueKind == JsonValueKind.Object
                && route.TryGetProperty(member, out var value)
                && value.ToString() is { Length: > 0 } destination
            )
            {
                return new(member, destination, RouteTarget.Of(route), AwsDocument.Of(route));
            }
        }
        return null;
    }

    public override string ToString() => $"{Destination} → {Target?.Id ?? "an unknown target"}";
}
