using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// A subnet as EC2 DescribeSubnets tells of it. It does not say which route table or network ACL it uses: those say so
/// themselves. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
/// </summary>
public sealed class Subnet : ListedState
{
    /// <summary>The part that it is made of.</summary>
    public const string DescribeSubnets = "ec2.describe-subnets";

    private const string MapPublicIp = "MapPublicIpOnLaunch";
    private const string AssignIpv6 = "AssignIpv6AddressOnCreation";

    // What ModifySubnetAttribute takes as {"Value": true}, one for each call.
    private static readonly ImmutableArray<string> Switches = [MapPublicIp, AssignIpv6, "EnableDns64"];

    public override string Operation => DescribeSubnets;

    protected override string IdMember => "SubnetId";

    /// <summary>Whether an instance that is launched into it gets a public IPv4 address; null where AWS does not say.</summary>
    public bool? MapPublicIpOnLaunch => AwsJson.Boolean(Element, "MapPublicIpOnLaunch"u8);

    /// <summary>Whether an interface that is made in it gets an IPv6 address, which is public; null where AWS does not say.</summary>
    public bool? AssignIpv6AddressOnCreation => AwsJson.Boolean(Element, "AssignIpv6AddressOnCreation"u8);

    /// <summary>The zone, such as <c>eu-central-1a</c>, or empty.</summary>
    public string AvailabilityZone => AwsJson.Text(Element, "AvailabilityZone"u8) ?? "";

    /// <summary>Its blocks of both families that are associated, or about to be.</summary>
    public ImmutableArray<Cidr> CidrBlocks => [.. BlocksIn(Element).Select(Read).OfType<Cidr>()];

    /// <summary>Its addresses.</summary>
    public AddressSet Addresses => AddressSet.Of(CidrBlocks);

    /// <summary>Reads an element of DescribeSubnets; fails only where it does not say which subnet it is.</summary>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, where the element has no ARN.</param>
    public static ParseResult<Subnet> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "SubnetId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<Subnet>.Failure("a subnet has no SubnetId");
        }
        var arn = AwsJson.Text(element, "SubnetArn"u8)?.Split(':');
        var tags = TagJson.Read(element, "Tags"u8);
        return ParseResult<Subnet>.Success(
            new()
            {
                Id = new(
                    ResourceTypes.Subnet,
                    id,
                    OwnerIn(element, account),
                    arn is [_, _, _, { Length: > 0 } place, ..] ? place : region
                ),
                Name = NameIn(tags),
                VpcId = AwsJson.Text(element, "VpcId"u8) ?? "",
                Tags = tags,
                Unreadable = [.. Problems(element)],
                Parts = PartOf(DescribeSubnets, element),
            }
        );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        WithParts(PartsWith(operation, part));

    /// <summary>The same subnet that gives out no public IPv4 address by itself, or does.</summary>
    public Subnet WithMapPublicIpOnLaunch(bool value) => WithSwitch(MapPublicIp, value);

    /// <summary>The same subnet that gives out no IPv6 address by itself, or does.</summary>
    public Subnet WithAssignIpv6AddressOnCreation(bool value) => WithSwitch(AssignIpv6, value);

    /// <summary>Changes what is switched on and off; nothing else of a subnet can be changed by one call.</summary>
    public override OrderedCalls CallsTo(DocumentState desired)
    {
        var differences = DifferencesTo(desired);
        var other = differences.FirstOrDefault(difference => SwitchAt(difference.Path) is null);
        if (other is not null)
        {
            return OrderedCalls.None($"{other.Path} of a subnet is not changed by the engine");
        }
        return OrderedCalls.Of([
            .. differences.Select(difference =>
                Modify(SwitchAt(difference.Path)!, difference.After?.Root.ValueKind == JsonValueKind.True)
            ),
        ]);
    }

    public override Applied<ResourceState> Apply(ApiCall call)
    {
        if (call.Service != "ec2" || call.Operation != "ModifySubnetAttribute")
        {
            return Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.IamAction} is not for a subnet");
        }
        var changes = Switches.Where(name => call.Parameters.TryGetProperty(name, out _)).ToList();
        if (
            changes is not [var only]
            || !call.Parameters.GetProperty(only).TryGetProperty("Value", out var value)
            || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
        {
            return Applied<ResourceState>.Refused(
                CallError.InvalidParameter,
                $"ModifySubnetAttribute takes one of {string.Join(", ", Switches)} with a Value at a time"
            );
        }
        return Applied<ResourceState>.To(WithSwitch(only, value.ValueKind == JsonValueKind.True));
    }

    /// <summary>What gives out public addresses by itself, and did not, is weaker; anything else is neutral or unknown.</summary>
    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is Subnet before ? [.. before.DifferencesTo(this).Select(ChangeOf)] : null;

    private static StateChange ChangeOf(DocumentDifference difference)
    {
        var name = SwitchAt(difference.Path);
        var isOn = difference.After?.Root.ValueKind == JsonValueKind.True;
        return new(
            name switch
            {
                MapPublicIp or AssignIpv6 => isOn ? ChangeEffect.Weaker : ChangeEffect.Stronger,
                _ when IsOfAddresses(difference.Path) => ChangeEffect.Unknown,
                _ => ChangeEffect.Neutral,
            },
            name is null ? $"{difference.Path} changed" : $"{name} {(isOn ? "set on" : "set off")}"
        )
        {
            Paths = name is null ? [] : [difference.Path],
        };
    }

    private static bool IsOfAddresses(DocumentPath path) =>
        path.Steps is { Length: < 3 }
        || path.Steps[2].Member is "CidrBlock" or "Ipv6CidrBlockAssociationSet" or "VpcId";

    private Subnet WithParts(ImmutableSortedDictionary<string, AwsDocument> parts) =>
        new()
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            Parts = parts,
            UnknownParts = UnknownParts,
        };

    private Subnet WithSwitch(string name, bool value) =>
        WithParts(PartsWithMember(name, AwsDocument.Parse(value ? "true" : "false")));

    private ApiCall Modify(string name, bool value) =>
        ApiCall.Create(
            "ec2",
            "ModifySubnetAttribute",
            ApiCallEffect.Changes,
            $"set {name} of {Id.Id} {(value ? "on" : "off")}",
            writer =>
            {
                writer.WriteString("SubnetId", Id.Id);
                writer.WriteStartObject(name);
                writer.WriteBoolean("Value", value);
                writer.WriteEndObject();
            }
        );

    private static string? SwitchAt(DocumentPath path) =>
        path.Steps is [_, _, { IsMember: true, Member: { } member }]
        && Switches.Contains(member, StringComparer.Ordinal)
            ? member
            : null;

    private static IEnumerable<string> Problems(JsonElement element)
    {
        foreach (var name in Switches)
        {
            if (
                element.TryGetProperty(name, out var value)
                && AwsJson.Boolean(element, Encoding.UTF8.GetBytes(name)) is null
                && value.ValueKind != JsonValueKind.Null
            )
            {
                yield return $"its {name} is neither true nor false";
            }
        }
        foreach (var block in BlocksIn(element).Where(block => Read(block) is null))
        {
            yield return $"its block '{block}' is no CIDR block";
        }
    }

    private static Cidr? Read(string block) => Cidr.TryParse(block, out var cidr) ? cidr : null;

    private static IEnumerable<string> BlocksIn(JsonElement element)
    {
        if (AwsJson.Text(element, "CidrBlock"u8) is { Length: > 0 } block)
        {
            yield return block;
        }
        foreach (var association in AwsJson.Array(element, "Ipv6CidrBlockAssociationSet"u8))
        {
            _ = AwsJson.TryMember(association, "Ipv6CidrBlockState"u8, out var state);
            if (
                AwsJson.Text(state, "State"u8) is not ("disassociated" or "failed")
                && AwsJson.Text(association, "Ipv6CidrBlock"u8) is { Length: > 0 } ipv6
            )
            {
                yield return ipv6;
            }
        }
    }
}
