using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// A firewall of AWS Network Firewall: where it stands, what guards it, where it logs, and which policy it follows. What it lets
/// through the policy says, which is a resource of its own.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DescribeFirewall.html.
/// </summary>
public sealed class Firewall : DocumentState
{
    private static readonly ImmutableArray<DocumentPath> Moving =
    [
        DocumentPath.Of(FirewallParts.Firewall, "FirewallStatus"),
        DocumentPath.Of(FirewallParts.Firewall, "Firewall", "NumberOfAssociations"),
        DocumentPath.Of(FirewallParts.Firewall, "ResponseMetadata"),
        DocumentPath.Of(FirewallParts.Logging, "ResponseMetadata"),
    ];

    private Firewall() { }

    private JsonElement Settings => this.At(FirewallParts.FirewallSettings);

    /// <summary>The ARN of the policy that it follows, or empty.</summary>
    public string PolicyArn => FirewallJson.Text(Settings, "FirewallPolicyArn") ?? "";

    public bool DeleteProtection => FirewallJson.Boolean(Settings, "DeleteProtection"u8) ?? false;

    public bool SubnetChangeProtection => FirewallJson.Boolean(Settings, "SubnetChangeProtection"u8) ?? false;

    public bool PolicyChangeProtection => FirewallJson.Boolean(Settings, "FirewallPolicyChangeProtection"u8) ?? false;

    /// <summary>The subnets in which it has endpoints; none for a firewall that a transit gateway carries.</summary>
    public ImmutableArray<FirewallSubnet> Subnets =>
        [
            .. FirewallJson
                .Items(Settings, "SubnetMappings")
                .Select(mapping => new FirewallSubnet(
                    FirewallJson.Text(mapping, "SubnetId") ?? "",
                    FirewallJson.Text(mapping, "IPAddressType")
                )),
        ];

    /// <summary>The zones in which a transit gateway carries it; none for a firewall in subnets.</summary>
    public ImmutableArray<string> Zones =>
        [
            .. FirewallJson
                .Items(Settings, "AvailabilityZoneMappings")
                .Select(mapping => FirewallJson.Text(mapping, "AvailabilityZone") ?? ""),
        ];

    /// <summary>Where it logs; meaningless while <see cref="DocumentState.UnknownParts"/> names the logging configuration.</summary>
    public ImmutableArray<LogDestination> LogDestinations =>
        [
            .. FirewallJson
                .Items(this.At(FirewallParts.LogDestinations))
                .Select(config => new LogDestination(
                    FirewallJson.Text(config, "LogType") ?? "",
                    FirewallJson.Text(config, "LogDestinationType") ?? "",
                    AwsDocument.Of(config)
                )),
        ];

    public override string? ManagedBy => FirewallArn.ManagerOf(Id.Id);

    public override IEnumerable<ResourceReference> Neighbours =>
        FirewallArn.IdOf(ResourceTypes.FirewallPolicy, PolicyArn) is { } policy
        && policy.Account == Id.Account
        && policy.Region == Id.Region
            ? [policy.ToReference()]
            : [];

    private protected override ImmutableArray<DocumentPath> Volatile => Moving;

    /// <summary>
    /// The firewall that an output tells of, or why it tells of none.
    /// </summary>
    /// <param name="described">The output of describe-firewall.</param>
    /// <param name="logging">That of describe-logging-configuration.</param>
    public static ParseResult<ResourceState> Of(AwsDocument described, Fact<AwsDocument> logging)
    {
        var settings = FirewallJson.Member(described.Root, "Firewall");
        if (FirewallArn.IdOf(ResourceTypes.Firewall, FirewallJson.Text(settings, "FirewallArn")) is not { } id)
        {
            return ParseResult<ResourceState>.Failure(
                "an output of describe-firewall has no Firewall.FirewallArn that is an ARN, so what it tells of is not known"
            );
        }
        var parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(FirewallParts.Firewall, described);
        var unknown = ImmutableSortedDictionary<string, string>.Empty;
        return ParseResult<ResourceState>.Success(
            Of(
                id,
                logging.Value is { } known ? parts.Add(FirewallParts.Logging, known) : parts,
                logging.UnknownReason is { } reason ? unknown.Add(FirewallParts.Logging, reason) : unknown
            )
        );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        Of(Id, part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts.Remove(operation));

    public override OrderedCalls CallsTo(DocumentState desired) => FirewallCalls.Between(this, (Firewall)desired);

    public override Applied<ResourceState> Apply(ApiCall call) => FirewallCalls.Apply(this, call);

    public override IReadOnlyList<StateChange> ChangesSince(ResourceState baseline) =>
        FirewallChanges.Between((Firewall)baseline, this);

    private static Firewall Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown
    )
    {
        var settings = FirewallJson.Member(
            parts.GetValueOrDefault(FirewallParts.Firewall)?.Root ?? default,
            "Firewall"
        );
        var logging = FirewallJson.Member(
            parts.GetValueOrDefault(FirewallParts.Logging)?.Root ?? default,
            "LoggingConfiguration"
        );
        return new()
        {
            Id = id,
            Name = FirewallJson.Text(settings, "FirewallName") ?? FirewallArn.NameOf(id.Id),
            VpcId = FirewallJson.Text(settings, "VpcId") ?? "",
            Tags = TagJson.Read(settings, "Tags"u8),
            Parts = parts,
            UnknownParts = unknown,
            Unreadable = FirewallJson.Faults(
                FirewallJson.FaultOfFlag(settings, "DeleteProtection"),
                FirewallJson.FaultOfFlag(settings, "SubnetChangeProtection"),
                FirewallJson.FaultOfFlag(settings, "FirewallPolicyChangeProtection"),
                FirewallJson.FaultOfObjects(settings, "SubnetMappings"),
                FirewallJson.FaultOfObjects(settings, "AvailabilityZoneMappings"),
                FirewallJson.FaultOfObjects(logging, "LogDestinationConfigs")
            ),
        };
    }
}
