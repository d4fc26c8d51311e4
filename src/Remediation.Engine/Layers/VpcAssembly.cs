using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>Puts VPCs and endpoints together from what EC2 lists.</summary>
internal static class VpcAssembly
{
    private const string Subnets = "ec2.describe-subnets";
    private const string Deleted = "deleted";

    public static IEnumerable<ParseResult<ResourceState>> Vpcs(SnapshotDocuments documents)
    {
        var logs = ById(documents, Vpc.FlowLogsPart, "ResourceId");
        var endpoints = ById(documents, Vpc.EndpointsPart, "VpcId");
        var attributes = ById(documents, Vpc.Attributes, "VpcId");
        var subnets = ById(documents, Subnets, "VpcId");
        // Where there is one VPC, every subnet and interface is in it, whether they are listed or not.
        var isOnly = documents.WhyUnknown(Vpc.Description) is null && documents.Of(Vpc.Description) is [_];
        foreach (var element in documents.Of(Vpc.Description))
        {
            var id = IdOf(element.Json);
            var parts = ImmutableSortedDictionary.CreateBuilder<string, AwsDocument>(StringComparer.Ordinal);
            var unknown = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            var watched = isOnly
                ? Within(logs)
                : subnets[id].Select(subnet => JsonMembers.TextOrEmpty(subnet, "SubnetId"));
            Add(Vpc.FlowLogsPart, ListedDocument.Of(watched.Prepend(id).SelectMany(resource => logs[resource])));
            Add(Vpc.EndpointsPart, ListedDocument.Of(endpoints[id].Where(IsThere)));
            Add(Vpc.Attributes, attributes[id].Any() ? Merged(attributes[id]) : null);
            yield return Widen(
                Vpc.Read(element.Json, documents.Account, documents.Region, parts.ToImmutable(), unknown.ToImmutable()),
                element
            );

            void Add(string operation, AwsDocument? part)
            {
                if (documents.WhyUnknown(operation) is { } reason)
                {
                    unknown[operation] = reason;
                }
                else if (part is not null)
                {
                    parts[operation] = part;
                }
            }
        }
    }

    public static IEnumerable<ParseResult<ResourceState>> Endpoints(SnapshotDocuments documents) =>
        documents
            .Of(VpcEndpoint.Description)
            .Where(element => IsThere(element.Json))
            .Select(element => Widen(VpcEndpoint.Read(element.Json, documents.Account, documents.Region), element));

    public static string IdOf(JsonElement vpc) => JsonMembers.TextOrEmpty(vpc, "VpcId");

    public static IEnumerable<string> SubnetsOf(string vpcId, SnapshotDocuments documents) =>
        documents
            .Of(Subnets)
            .Where(subnet => IdOf(subnet.Json) == vpcId)
            .Select(subnet => JsonMembers.TextOrEmpty(subnet.Json, "SubnetId"));

    private static ILookup<string, JsonElement> ById(SnapshotDocuments documents, string operation, string member) =>
        documents
            .Of(operation)
            .ToLookup(
                element => JsonMembers.TextOrEmpty(element.Json, member),
                element => element.Json,
                StringComparer.Ordinal
            );

    private static IEnumerable<string> Within(ILookup<string, JsonElement> logs) =>
        logs.Select(log => log.Key)
            .Where(id =>
                id.StartsWith("subnet-", StringComparison.Ordinal) || id.StartsWith("eni-", StringComparison.Ordinal)
            );

    // EC2 tells an endpoint for some time after it is gone.
    private static bool IsThere(JsonElement endpoint) =>
        !string.Equals(JsonMembers.TextOrEmpty(endpoint, "State"), Deleted, StringComparison.OrdinalIgnoreCase);

    private static AwsDocument Merged(IEnumerable<JsonElement> outputs) =>
        outputs
            .Where(output => output.ValueKind == JsonValueKind.Object)
            .SelectMany(output => output.EnumerateObject())
            .Aggregate(
                AwsDocument.Parse("{}"),
                (all, member) => all.With(DocumentPath.Of(member.Name), AwsDocument.Of(member.Value))
            );

    private static ParseResult<ResourceState> Widen<TState>(ParseResult<TState> read, SnapshotElement element)
        where TState : ResourceState =>
        read.TryGet(out var state, out var reason)
            ? ParseResult<ResourceState>.Success(state)
            : ParseResult<ResourceState>.Failure($"{reason} (in {element.File})");
}
