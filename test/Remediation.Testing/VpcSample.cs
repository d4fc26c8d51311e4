using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Testing;

/// <summary>VPCs and endpoints for tests, in the JSON that EC2 describes them in.</summary>
public static class VpcSample
{
    public const string VpcId = "vpc-0d4f00000000000a1";
    public const string EndpointId = "vpce-0a1b2c3d4e5f60001";
    public const string GroupId = "sg-0a1b2c3d4e5f60718";

    /// <summary>A flow log of the VPC that works.</summary>
    public const string FlowLog = """
        {"FlowLogId":"fl-0a1b2c3d4e5f60001","FlowLogStatus":"ACTIVE","DeliverLogsStatus":"SUCCESS","ResourceId":"vpc-0d4f00000000000a1",
         "TrafficType":"ALL","LogDestinationType":"s3","LogDestination":"arn:aws:s3:::example-flow-logs","MaxAggregationInterval":600,
         "LogFormat":"${version} ${action}","Tags":[{"Key":"Name","Value":"all"}]}
        """;

    /// <summary>A policy that lets the organisation read one bucket.</summary>
    public const string NarrowPolicy =
        """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-data/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}""";

    /// <summary>A VPC; null for a listing that was not read.</summary>
    public static Vpc Vpc(string[]? flowLogs = null, string[]? endpoints = null, bool? dns = true, string extra = "")
    {
        var parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.WithComparers(StringComparer.Ordinal);
        parts = parts.Add(Core.Resources.Vpcs.Vpc.FlowLogsPart, List(flowLogs ?? []));
        parts = parts.Add(Core.Resources.Vpcs.Vpc.EndpointsPart, List(endpoints ?? []));
        if (dns is { } isOn)
        {
            var value = isOn ? "true" : "false";
            parts = parts.Add(
                Core.Resources.Vpcs.Vpc.Attributes,
                AwsDocument.Parse(
                    $$$"""{"VpcId":"{{{VpcId}}}","EnableDnsSupport":{"Value":true},"EnableDnsHostnames":{"Value":{{{value}}}}}"""
                )
            );
        }
        return Core
            .Resources.Vpcs.Vpc.Read(
                Element(
                    $$"""{"VpcId":"{{VpcId}}","CidrBlock":"10.0.0.0/16","IsDefault":false,"State":"available","Tags":[{"Key":"Name","Value":"main"}]{{extra}}}"""
                ),
                Sample.Account,
                Sample.Region,
                parts,
                ImmutableSortedDictionary<string, string>.Empty
            )
            .Value;
    }

    /// <summary>An interface endpoint of EC2 as JSON.</summary>
    public static string Endpoint(
        string service = "com.amazonaws.us-east-1.ec2",
        string id = EndpointId,
        string type = "Interface",
        string? policy = NarrowPolicy,
        bool privateDns = true,
        string state = "available",
        string extra = ""
    )
    {
        var document = policy is null ? "" : $",\"PolicyDocument\":{JsonEncodedText(policy)}";
        var place =
            type == "Gateway"
                ? """,  "RouteTableIds":["rtb-0a1"],"SubnetIds":[],"Groups":[]"""
                : $$""","RouteTableIds":[],"SubnetIds":["subnet-0a1","subnet-0a2"],"Groups":[{"GroupId":"{{GroupId}}","GroupName":"endpoints"}]""";
        var dns = privateDns ? "true" : "false";
        return $$"""{"VpcEndpointId":"{{id}}","VpcEndpointType":"{{type}}","VpcId":"{{VpcId}}","ServiceName":"{{service}}","State":"{{state}}","PrivateDnsEnabled":{{dns}},"RequesterManaged":false,"Tags":[{"Key":"Name","Value":"endpoint"}]{{place}}{{document}}{{extra}}}""";
    }

    public static VpcEndpoint Read(string endpoint) =>
        VpcEndpoint.Read(Element(endpoint), Sample.Account, Sample.Region).Value;

    public static JsonElement Element(string json) => AwsDocument.Parse(json).Root;

    public static Surroundings Baseline(ResourceState? state) =>
        new() { Baseline = state is null ? Fact<ResourceState>.Absent : Fact<ResourceState>.Known(state) };

    public static Surroundings Neighbours(params ResourceState[] states) =>
        new() { Neighbours = states.ToImmutableDictionary(state => state.Id.Id, Fact<ResourceState>.Known) };

    private static AwsDocument List(string[] items) => ListedDocument.Of(items.Select(Element));

    private static string JsonEncodedText(string text) =>
        AwsDocument.Build(writer => writer.WriteStringValue(text)).Text;
}
