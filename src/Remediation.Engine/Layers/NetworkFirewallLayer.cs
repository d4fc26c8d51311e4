using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>Firewalls, firewall policies and rule groups of AWS Network Firewall; rule groups that AWS writes are left out.</summary>
public sealed class NetworkFirewallLayer : ResourceLayer
{
    private const string Service = FirewallParts.Service;

    public override ImmutableArray<string> ResourceTypes { get; } =
    [
        Core.Resources.ResourceTypes.Firewall,
        Core.Resources.ResourceTypes.FirewallPolicy,
        Core.Resources.ResourceTypes.FirewallRuleGroup,
    ];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [new(FirewallParts.Firewall), new(FirewallParts.Logging), new(FirewallParts.Policy), new(FirewallParts.RuleGroup)];

    public override ImmutableArray<string> ReadActions { get; } =
    [
        "network-firewall:DescribeFirewall",
        "network-firewall:DescribeFirewallPolicy",
        "network-firewall:DescribeLoggingConfiguration",
        "network-firewall:DescribeRuleGroup",
        "network-firewall:ListFirewallPolicies",
        "network-firewall:ListFirewalls",
        "network-firewall:ListRuleGroups",
    ];

    public override IEnumerable<string> PartsOf(string resourceType) =>
        resourceType switch
        {
            Core.Resources.ResourceTypes.Firewall => [FirewallParts.Firewall, FirewallParts.Logging],
            Core.Resources.ResourceTypes.FirewallPolicy => [FirewallParts.Policy],
            Core.Resources.ResourceTypes.FirewallRuleGroup => [FirewallParts.RuleGroup],
            _ => [],
        };

    public override IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents)
    {
        if (resourceType != Core.Resources.ResourceTypes.Firewall)
        {
            return documents
                .Of(PartsOf(resourceType).Single())
                .Where(IsSomething)
                .Select(output => Of(resourceType, AwsDocument.Of(output.Json), Fact<AwsDocument>.Absent));
        }
        var logging = new Dictionary<string, AwsDocument>(StringComparer.Ordinal);
        foreach (var output in documents.Of(FirewallParts.Logging))
        {
            logging.TryAdd(JsonMembers.Text(output.Json, "FirewallArn") ?? "", AwsDocument.Of(output.Json));
        }
        var missing = documents.WhyUnknown(FirewallParts.Logging);
        return documents
            .Of(FirewallParts.Firewall)
            .Where(IsSomething)
            .Select(output =>
            {
                var arn = JsonMembers.Text(JsonMembers.Member(output.Json, "Firewall"), "FirewallArn") ?? "";
                var part = logging.TryGetValue(arn, out var known)
                    ? Fact<AwsDocument>.Known(known)
                    : Fact<AwsDocument>.Unknown(
                        missing ?? $"no {FirewallParts.Logging}.json of the snapshot is of {arn}"
                    );
                return Of(resourceType, AwsDocument.Of(output.Json), part);
            });
    }

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (reference.Id is not { } arn)
        {
            return Unreadable("MissingParameter", $"{reference} has no ARN, by which alone it can be read");
        }
        var (operation, parameter) = Describing(reference.Type);
        var answer = await source.CallAsync(Service, operation, Parameters(parameter, arn), cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.IsNotFound ? ReadOutcome.NotFound : ReadOutcome.Failed(answer.Error, answer.IsRetryable);
        }
        var logging = Fact<AwsDocument>.Absent;
        if (reference.Type == Core.Resources.ResourceTypes.Firewall)
        {
            var side = await source.CallAsync(
                Service,
                "DescribeLoggingConfiguration",
                Parameters(parameter, arn),
                cancellationToken
            );
            if (!side.IsAnswered && side.IsNotFound)
            {
                // It was deleted between the two questions.
                return ReadOutcome.NotFound;
            }
            if (!side.IsAnswered && side.IsRetryable)
            {
                return ReadOutcome.Failed(side.Error, isRetryable: true);
            }
            logging = side.IsAnswered
                ? Fact<AwsDocument>.Known(side.Document)
                : Fact<AwsDocument>.Unknown(side.Error.ToString());
        }
        return Of(reference.Type, answer.Document, logging).TryGet(out var state, out var reason)
            ? ReadOutcome.Found(state)
            : Unreadable("MalformedResponse", reason);
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (operation, parameters, list, arnMember) = Listing(resourceType);
        var answer = await source.AllAsync(Service, operation, parameters, list, cancellationToken);
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
        foreach (var element in answer.Document.Root.EnumerateArray())
        {
            var reference = new ResourceReference(resourceType, "", source.Region)
            {
                Id = JsonMembers.Text(element, arnMember),
            };
            var outcome = await ReadAsync(source, reference, cancellationToken);
            if (outcome.Error is { } error)
            {
                throw new AccountException(error, outcome.IsRetryable);
            }
            if (outcome.State is { } state)
            {
                yield return state;
            }
        }
    }

    private static ParseResult<ResourceState> Of(
        string resourceType,
        AwsDocument described,
        Fact<AwsDocument> logging
    ) =>
        resourceType switch
        {
            Core.Resources.ResourceTypes.Firewall => Firewall.Of(described, logging),
            Core.Resources.ResourceTypes.FirewallPolicy => FirewallPolicy.Of(described),
            _ => FirewallRuleGroup.Of(described),
        };

    private static (string Operation, string Parameter) Describing(string resourceType) =>
        resourceType switch
        {
            Core.Resources.ResourceTypes.Firewall => ("DescribeFirewall", "FirewallArn"),
            Core.Resources.ResourceTypes.FirewallPolicy => ("DescribeFirewallPolicy", "FirewallPolicyArn"),
            _ => ("DescribeRuleGroup", "RuleGroupArn"),
        };

    private static (string Operation, string Parameters, string List, string ArnMember) Listing(string resourceType) =>
        resourceType switch
        {
            Core.Resources.ResourceTypes.Firewall => ("ListFirewalls", "{}", "Firewalls", "FirewallArn"),
            Core.Resources.ResourceTypes.FirewallPolicy => ("ListFirewallPolicies", "{}", "FirewallPolicies", "Arn"),
            _ => ("ListRuleGroups", """{"Scope":"ACCOUNT"}""", "RuleGroups", "Arn"),
        };

    private static string Parameters(string name, string arn) =>
        AwsDocument
            .Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(name, arn);
                writer.WriteEndObject();
            })
            .Text;

    private static ReadOutcome Unreadable(string code, string message) =>
        ReadOutcome.Failed(new CallError(code, message), isRetryable: false);

    // An empty output says that there is none.
    private static bool IsSomething(SnapshotElement output) =>
        output.Json.ValueKind != JsonValueKind.Object || output.Json.EnumerateObject().Any();
}
