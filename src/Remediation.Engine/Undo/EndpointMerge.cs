using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;

namespace Remediation.Engine.Undo;

/// <summary>
/// Takes a change back out of an endpoint: its policy and private DNS each as a whole, its groups, subnets and route tables one by
/// one. What AWS assigns is not compared.
/// </summary>
internal static class EndpointMerge
{
    public static MergedState Of(VpcEndpoint prior, VpcEndpoint made, VpcEndpoint present, MergeMode mode)
    {
        var (was, became, isNow) = (prior.Endpoint, made.Endpoint, present.Endpoint);
        var conflicts = ImmutableArray.CreateBuilder<UndoConflict>();
        var document = isNow.Document;
        var policy = Whole("policy", Policy(was), Policy(became), Policy(isNow), mode, conflicts);
        if (policy != Policy(isNow))
        {
            // Word for word as it was, not only the same in meaning.
            var text = policy == Policy(was) ? was.PolicyText : policy;
            document = document.With(
                DocumentPath.Of(VpcEndpoint.PolicyMember),
                Text(text ?? PolicyDocument.FullAccessText)
            );
        }
        var dns = Whole("private DNS", Word(was), Word(became), Word(isNow), mode, conflicts);
        if (dns != Word(isNow))
        {
            document = document.With(
                DocumentPath.Of(VpcEndpoint.PrivateDnsMember),
                AwsDocument.Parse(dns == "on" ? "true" : "false")
            );
        }
        document = WithIds(document, "Groups", "security group", endpoint => endpoint.GroupIds);
        document = WithIds(document, "SubnetIds", "subnet", endpoint => endpoint.SubnetIds);
        document = WithIds(document, "RouteTableIds", "route table", endpoint => endpoint.RouteTableIds);
        return new(present.With(document), conflicts.ToImmutable());

        AwsDocument WithIds(
            AwsDocument into,
            string member,
            string word,
            Func<EndpointDescription, ImmutableArray<string>> idsOf
        )
        {
            var merge = new ElementMerge<string>(id => id, (_, _) => true, id => ($"{word} {id}", id), mode);
            var merged = merge.Merge(idsOf(was), idsOf(became), idsOf(isNow));
            conflicts.AddRange(merge.Conflicts);
            return merged.SequenceEqual(idsOf(isNow), StringComparer.Ordinal) ? into : Put(into, member, merged);
        }
    }

    private static string Whole(
        string what,
        string was,
        string became,
        string isNow,
        MergeMode mode,
        ImmutableArray<UndoConflict>.Builder conflicts
    )
    {
        if (was == became || isNow == was)
        {
            return isNow;
        }
        if (isNow == became)
        {
            return was;
        }
        conflicts.Add(new(what, was, became, isNow));
        return mode.IsForced ? was : isNow;
    }

    // Two texts of the same JSON are one policy to AWS, and none is the one that lets everything through.
    private static string Policy(EndpointDescription endpoint)
    {
        var text = endpoint.PolicyText ?? PolicyDocument.FullAccessText;
        try
        {
            return AwsDocument.Parse(text).Canonical;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Word(EndpointDescription endpoint) => endpoint.PrivateDnsEnabled ? "on" : "off";

    private static AwsDocument Text(string text) => AwsDocument.Build(writer => writer.WriteStringValue(text));

    // What is known of a group beside its id stays.
    private static AwsDocument Put(AwsDocument document, string member, ImmutableArray<string> ids)
    {
        var list = new JsonArray();
        var known = ListedDocument
            .Elements(document.At(DocumentPath.Of(member)))
            .Where(item => item.Root.ValueKind == JsonValueKind.Object)
            .ToDictionary(item => item.Root.GetProperty("GroupId").ToString(), StringComparer.Ordinal);
        foreach (var id in ids)
        {
            list.Add(
                member != "Groups" ? JsonValue.Create(id)
                : known.TryGetValue(id, out var group) ? JsonNode.Parse(group.Text)
                : new JsonObject { ["GroupId"] = id }
            );
        }
        return document.With(DocumentPath.Of(member), AwsDocument.Build(writer => list.WriteTo(writer)));
    }
}
