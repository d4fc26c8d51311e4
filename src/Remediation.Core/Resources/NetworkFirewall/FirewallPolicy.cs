using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// A firewall policy of AWS Network Firewall: which rule groups are asked, in which order, and what happens with what none of them
/// decides. The rules themselves are in the groups.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_FirewallPolicy.html.
/// </summary>
public sealed class FirewallPolicy : DocumentState
{
    public const string Response = "FirewallPolicyResponse";

    private static readonly ImmutableArray<DocumentPath> Moving =
    [
        .. (
            (string[])
                [
                    "ConsumedStatelessRuleCapacity",
                    "ConsumedStatefulRuleCapacity",
                    "ConsumedStatefulDomainCapacity",
                    "NumberOfAssociations",
                    "LastModifiedTime",
                    "FirewallPolicyStatus",
                ]
        ).Select(member => DocumentPath.Of(FirewallParts.Policy, Response, member)),
        DocumentPath.Of(FirewallParts.Policy, "ResponseMetadata"),
    ];

    private FirewallPolicy() { }

    private JsonElement Policy => this.At(FirewallParts.PolicyContent);

    /// <summary>What happens with a packet that no stateless rule matches.</summary>
    public ImmutableArray<string> StatelessDefaultActions => FirewallJson.Texts(Policy, "StatelessDefaultActions");

    /// <summary>The same for fragments of UDP packets.</summary>
    public ImmutableArray<string> FragmentDefaultActions =>
        FirewallJson.Texts(Policy, "StatelessFragmentDefaultActions");

    /// <summary>What happens with a flow that no stateful rule decides; AWS heeds them under strict order only.</summary>
    public ImmutableArray<string> StatefulDefaultActions => FirewallJson.Texts(Policy, "StatefulDefaultActions");

    public ImmutableArray<RuleGroupReference> StatelessGroups => References("StatelessRuleGroupReferences");

    public ImmutableArray<RuleGroupReference> StatefulGroups => References("StatefulRuleGroupReferences");

    private JsonElement Options => FirewallJson.Member(Policy, "StatefulEngineOptions");

    /// <summary>Whether stateful rules are asked in the order of priorities; else pass rules come first, whatever their group.</summary>
    public bool IsStrictlyOrdered => FirewallJson.Text(Options, "RuleOrder") == FirewallRuleGroup.StrictOrder;

    /// <summary>What happens with flows that the firewall has not seen from the start: <c>DROP</c> (the default), <c>CONTINUE</c>, <c>REJECT</c>.</summary>
    public string StreamExceptionPolicy => FirewallJson.Text(Options, "StreamExceptionPolicy") ?? "DROP";

    /// <summary>The ARN of the configuration by which TLS is opened, or null.</summary>
    public string? TlsInspectionArn => FirewallJson.Text(Policy, "TLSInspectionConfigurationArn");

    internal FirewallVariables Variables =>
        FirewallVariables.Of(
            FirewallJson.Member(Policy, "PolicyVariables") is { ValueKind: JsonValueKind.Object } variables
                ? AwsDocument
                    .Build(writer =>
                    {
                        writer.WriteStartObject();
                        if (FirewallJson.Member(variables, "RuleVariables") is { ValueKind: JsonValueKind.Object } sets)
                        {
                            writer.WritePropertyName("IPSets");
                            sets.WriteTo(writer);
                        }
                        writer.WriteEndObject();
                    })
                    .Root
                : default
        );

    public override string? ManagedBy => FirewallArn.ManagerOf(Id.Id);

    /// <summary>The customer's rule groups; those that AWS writes cannot be read by everybody and are never changed.</summary>
    public override IEnumerable<ResourceReference> Neighbours =>
        StatelessGroups
            .Concat(StatefulGroups)
            .Select(reference => FirewallArn.IdOf(ResourceTypes.FirewallRuleGroup, reference.Arn))
            .OfType<ResourceId>()
            .Where(id => id.Account == Id.Account && id.Region == Id.Region)
            .Distinct()
            .Select(id => id.ToReference());

    private protected override ImmutableArray<DocumentPath> Volatile => Moving;

    /// <summary>The policy that an output of describe-firewall-policy tells of, or why it tells of none.</summary>
    public static ParseResult<ResourceState> Of(AwsDocument described)
    {
        var response = FirewallJson.Member(described.Root, Response);
        return
            FirewallArn.IdOf(ResourceTypes.FirewallPolicy, FirewallJson.Text(response, "FirewallPolicyArn")) is { } id
            ? ParseResult<ResourceState>.Success(
                Of(id, ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(FirewallParts.Policy, described), [])
            )
            : ParseResult<ResourceState>.Failure(
                "an output of describe-firewall-policy has no FirewallPolicyResponse.FirewallPolicyArn that is an ARN, so what it "
                    + "tells of is not known"
            );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        Of(Id, part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts.Remove(operation));

    public override OrderedCalls CallsTo(DocumentState desired) =>
        WholeUpdate.OfPolicy.Between(this, desired, $"update firewall policy {Name}");

    public override Applied<ResourceState> Apply(ApiCall call) => WholeUpdate.OfPolicy.Apply(this, call);

    public override IReadOnlyList<StateChange> ChangesSince(ResourceState baseline) =>
        FirewallPolicyChanges.Between((FirewallPolicy)baseline, this);

    private ImmutableArray<RuleGroupReference> References(string list) =>
        [
            .. FirewallJson
                .Items(Policy, list)
                .Select(item =>
                {
                    var arn = FirewallJson.Text(item, "ResourceArn") ?? "";
                    _ = AwsJson.TryInteger(item, "Priority"u8, out var priority);
                    return new RuleGroupReference(
                        arn,
                        priority,
                        FirewallJson.Text(FirewallJson.Member(item, "Override"), "Action"),
                        FirewallJson.Boolean(item, "DeepThreatInspection"u8) ?? false,
                        FirewallParts.PolicyContent.Then(list).Item("ResourceArn", arn)
                    );
                }),
        ];

    private static FirewallPolicy Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        IEnumerable<KeyValuePair<string, string>> unknown
    )
    {
        var root = parts.GetValueOrDefault(FirewallParts.Policy)?.Root ?? default;
        var (policy, response) = (FirewallJson.Member(root, "FirewallPolicy"), FirewallJson.Member(root, Response));
        return new()
        {
            Id = id,
            Name = FirewallJson.Text(response, "FirewallPolicyName") ?? FirewallArn.NameOf(id.Id),
            Tags = TagJson.Read(response, "Tags"u8),
            Parts = parts,
            UnknownParts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, unknown),
            Unreadable = FirewallJson.Faults(
                policy.ValueKind == JsonValueKind.Object ? null : "the output has no FirewallPolicy",
                FirewallJson.FaultOfTexts(policy, "StatelessDefaultActions"),
                FirewallJson.FaultOfTexts(policy, "StatelessFragmentDefaultActions"),
                FirewallJson.FaultOfTexts(policy, "StatefulDefaultActions"),
                FirewallJson.FaultOfObjects(policy, "StatelessRuleGroupReferences"),
                FirewallJson.FaultOfObjects(policy, "StatefulRuleGroupReferences")
            ),
        };
    }
}
