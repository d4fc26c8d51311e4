using System.Web;
using Remediation.Aws.Documents;
using Remediation.Aws.Tests.Ec2;
using Remediation.Core.Planning;
using Remediation.Engine;

namespace Remediation.Aws.Tests.Documents;

/// <summary>EC2's operations as documents: requests are EC2's own, answers look like the AWS CLI's.</summary>
public sealed class Ec2DocumentsTests
{
    [Fact]
    public async Task Describe_Endpoints_AreTheJsonOfTheCli()
    {
        await using var ec2 = Answering(
            "DescribeVpcEndpoints",
            """
            <vpcEndpointSet><item>
              <vpcEndpointId>vpce-0a1b2c3d</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>vpc-0d4f</vpcId>
              <serviceName>com.amazonaws.eu-west-1.ec2</serviceName><state>available</state>
              <policyDocument>{"Statement":[{"Effect":"Allow","Principal":"*"}]}</policyDocument>
              <routeTableIdSet/><subnetIdSet><item>subnet-0a</item></subnetIdSet>
              <groupSet><item><groupId>sg-0a</groupId><groupName>endpoints</groupName></item></groupSet>
              <ipAddressType>ipv4</ipAddressType><dnsOptions><dnsRecordIpType>ipv4</dnsRecordIpType></dnsOptions>
              <privateDnsEnabled>true</privateDnsEnabled><requesterManaged>false</requesterManaged>
              <creationTimestamp>2026-01-02T03:04:05.678Z</creationTimestamp>
              <tagSet><item><key>Name</key><value/></item></tagSet><ownerId>012345678901</ownerId>
            </item></vpcEndpointSet><nextToken>n-2</nextToken>
            """
        );

        var answer = await ec2.Source()
            .CallAsync(
                "ec2",
                "DescribeVpcEndpoints",
                """{"VpcEndpointIds":["vpce-0a1b2c3d"],"Filters":[{"Name":"vpc-id","Values":["vpc-0d4f"]}],"MaxResults":5}""",
                CancellationToken.None
            );

        Assert.Equal(
            Json(
                """
                {"NextToken":"n-2","VpcEndpoints":[{"CreationTimestamp":"2026-01-02T03:04:05.678000+00:00",
                 "DnsEntries":[],"DnsOptions":{"DnsRecordIpType":"ipv4","PrivateDnsSpecifiedDomains":[]},"Groups":[{"GroupId":"sg-0a","GroupName":"endpoints"}],
                 "IpAddressType":"ipv4","Ipv4Prefixes":[],"Ipv6Prefixes":[],"NetworkInterfaceIds":[],
                 "OwnerId":"012345678901","PayerResponsibilities":[],
                 "PolicyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\"}]}",
                 "PrivateDnsEnabled":true,"RequesterManaged":false,"RouteTableIds":[],
                 "ServiceName":"com.amazonaws.eu-west-1.ec2","State":"available","SubnetIds":["subnet-0a"],
                 "Tags":[{"Key":"Name","Value":""}],"VpcEndpointId":"vpce-0a1b2c3d","VpcEndpointType":"Interface",
                 "VpcId":"vpc-0d4f"}]}
                """
            ),
            answer.Document
        );
        var sent = HttpUtility.ParseQueryString(ec2.Last.Text);
        Assert.Equal("vpce-0a1b2c3d", sent["VpcEndpointId.1"]);
        Assert.Equal("vpc-id", sent["Filter.1.Name"]);
        Assert.Equal("vpc-0d4f", sent["Filter.1.Value.1"]);
        Assert.Equal("5", sent["MaxResults"]);
    }

    [Fact]
    public async Task Modify_SubnetAttribute_SendsTheFlag()
    {
        await using var ec2 = Answering("ModifySubnetAttribute", "<return>true</return>");
        var answer = await ec2.Source()
            .CallAsync(
                "ec2",
                "ModifySubnetAttribute",
                """{"SubnetId":"subnet-0a","MapPublicIpOnLaunch":{"Value":false}}""",
                CancellationToken.None
            );
        Assert.True(answer.IsAnswered, answer.Error?.ToString());
        Assert.Equal("false", HttpUtility.ParseQueryString(ec2.Last.Text)["MapPublicIpOnLaunch.Value"]);
    }

    [Fact]
    public async Task Describe_VpcAttribute_WrapsTheFlag()
    {
        await using var ec2 = Answering(
            "DescribeVpcAttribute",
            "<vpcId>vpc-0a</vpcId><enableDnsSupport><value>true</value></enableDnsSupport>"
        );
        var answer = await ec2.Source()
            .CallAsync(
                "ec2",
                "DescribeVpcAttribute",
                """{"VpcId":"vpc-0a","Attribute":"enableDnsSupport"}""",
                CancellationToken.None
            );
        Assert.Equal(Json("""{"EnableDnsSupport":{"Value":true},"VpcId":"vpc-0a"}"""), answer.Document);
    }

    [Fact]
    public async Task Create_FlowLogs_SendsEveryParameter()
    {
        await using var ec2 = Answering(
            "CreateFlowLogs",
            "<clientToken>c</clientToken><flowLogIdSet><item>fl-0a</item></flowLogIdSet><unsuccessful/>"
        );
        var answer = await ec2.Source()
            .CallAsync(
                "ec2",
                "CreateFlowLogs",
                """
                {"ResourceIds":["vpc-0a"],"ResourceType":"VPC","TrafficType":"REJECT","LogDestinationType":"s3",
                 "LogDestination":"arn:aws:s3:::flow-logs","MaxAggregationInterval":60,"ClientToken":"c",
                 "DestinationOptions":{"FileFormat":"parquet","PerHourPartition":true},
                 "TagSpecifications":[{"ResourceType":"vpc-flow-log","Tags":[{"Key":"k","Value":"v"}]}]}
                """,
                CancellationToken.None
            );
        Assert.Equal("fl-0a", answer.Document?.Root.GetProperty("FlowLogIds")[0].GetString());
        var sent = HttpUtility.ParseQueryString(ec2.Last.Text);
        string[] expected =
        [
            "Action=CreateFlowLogs",
            "ClientToken=c",
            "DestinationOptions.FileFormat=parquet",
            "DestinationOptions.PerHourPartition=true",
            "LogDestination=arn:aws:s3:::flow-logs",
            "LogDestinationType=s3",
            "MaxAggregationInterval=60",
            "ResourceId.1=vpc-0a",
            "ResourceType=VPC",
            "TagSpecification.1.ResourceType=vpc-flow-log",
            "TagSpecification.1.Tag.1.Key=k",
            "TagSpecification.1.Tag.1.Value=v",
            "TrafficType=REJECT",
            "Version=2016-11-15",
        ];
        Assert.Equal(expected, sent.AllKeys.Select(key => $"{key}={sent[key]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_FlowLogsThatWereNotMade_Fails()
    {
        await using var ec2 = Answering(
            "CreateFlowLogs",
            "<unsuccessful><item><resourceId>vpc-0a</resourceId><error><code>FlowLogAlreadyExists</code>"
                + "<message>there is one</message></error></item></unsuccessful>"
        );
        var answer = await ec2.Source()
            .CallAsync("ec2", "CreateFlowLogs", """{"ResourceIds":["vpc-0a"]}""", CancellationToken.None);
        Assert.Equal(new CallError("FlowLogAlreadyExists", "vpc-0a: there is one"), answer.Error);
        Assert.False(answer.IsRetryable);
    }

    // With status 200, and where the SDK has no word for it.
    [Theory]
    [InlineData("CreateRoute", """{"RouteTableId":"rtb-0a"}""")]
    [InlineData("ModifyVpcEndpoint", """{"VpcEndpointId":"vpce-0a","PrivateDnsEnabled":true}""")]
    [InlineData("ReplaceRoute", """{"RouteTableId":"rtb-0a"}""")]
    [InlineData("DeleteRoute", """{"RouteTableId":"rtb-0a"}""")]
    [InlineData("ModifySubnetAttribute", """{"SubnetId":"subnet-0a"}""")]
    [InlineData("ModifyVpcAttribute", """{"VpcId":"vpc-0a"}""")]
    [InlineData("ModifyNetworkInterfaceAttribute", """{"NetworkInterfaceId":"eni-0a"}""")]
    [InlineData("CreateTags", "{}")]
    [InlineData("DeleteTags", "{}")]
    [InlineData("ReplaceNetworkAclAssociation", """{"AssociationId":"aclassoc-1","NetworkAclId":"acl-0a"}""")]
    public async Task Call_AnsweredThatItFailed_Fails(string operation, string parameters)
    {
        await using var ec2 = Answering(operation, "<return>false</return>");
        var answer = await ec2.Source().CallAsync("ec2", operation, parameters, CancellationToken.None);
        Assert.Equal("RequestFailed", answer.Error?.Code);
        Assert.False(answer.IsRetryable);
    }

    // It answers with the new association alone.
    [Fact]
    public async Task Replace_NetworkAclAssociation_SendsBothIds()
    {
        await using var ec2 = Answering(
            "ReplaceNetworkAclAssociation",
            "<newAssociationId>aclassoc-2</newAssociationId>"
        );
        var answer = await ec2.Source()
            .CallAsync(
                "ec2",
                "ReplaceNetworkAclAssociation",
                """{"AssociationId":"aclassoc-1","NetworkAclId":"acl-0a"}""",
                CancellationToken.None
            );
        Assert.True(answer.IsAnswered, answer.Error?.ToString());
        var sent = HttpUtility.ParseQueryString(ec2.Last.Text);
        Assert.Equal(("aclassoc-1", "acl-0a"), (sent["AssociationId"], sent["NetworkAclId"]));
    }

    [Theory]
    [InlineData("ModifyVpcEndpoint", """{"VpcEndpointId":"vpce-0a","PolicyDokument":"{}"}""", "PolicyDokument")]
    [InlineData("ModifyVpcEndpoint", """{"vpcEndpointId":"vpce-0a"}""", "vpcEndpointId")]
    [InlineData("ModifyVpcEndpoint", """{"VpcEndpointId":"a","VpcEndpointId":"b"}""", "VpcEndpointId")]
    [InlineData("CreateFlowLogs", """{"DestinationOptions":{"Invented":1}}""", "Invented")]
    [InlineData("CreateFlowLogs", """{"TrafficType":1}""", "TrafficType")]
    [InlineData("ModifySubnetAttribute", """{"MapPublicIpOnLaunch":false}""", "Value")]
    [InlineData("ModifySubnetAttribute", """{"MapPublicIpOnLaunch":{"Value":false,"Other":1}}""", "Value")]
    public async Task Call_ParametersThatAreNotUnderstood_AreRefusedUnsent(
        string operation,
        string parameters,
        string named
    )
    {
        await using var ec2 = Answering(operation, "");
        var answer = await ec2.Source().CallAsync("ec2", operation, parameters, CancellationToken.None);
        Assert.Equal(CallError.InvalidParameter, answer.Error?.Code);
        Assert.Contains(named, answer.Error?.Message, StringComparison.Ordinal);
        Assert.Empty(ec2.Requests);
    }

    [Fact]
    public async Task Call_OperationThatIsNotKnown_IsRefusedUnsent()
    {
        await using var ec2 = Answering("TerminateInstances", "");
        var answer = await ec2.Source().CallAsync("ec2", "TerminateInstances", "{}", CancellationToken.None);
        Assert.Equal(CallError.UnknownOperation, answer.Error?.Code);
        Assert.Empty(ec2.Requests);
    }

    [Theory]
    [InlineData(400, "InvalidVpcEndpointId.NotFound", false, true)]
    [InlineData(403, "UnauthorizedOperation", false, false)]
    [InlineData(503, "RequestLimitExceeded", true, false)]
    public async Task Call_Error_IsItsCode(int status, string code, bool isRetryable, bool isNotFound)
    {
        await using var ec2 = new ScriptedAws(_ =>
            ScriptedAnswer.Of(status, ScriptedEc2.Error(status, code, "no").Body, ("Content-Type", "text/xml"))
        );
        var answer = await ec2.Source().CallAsync("ec2", "DescribeVpcEndpoints", "{}", CancellationToken.None);
        Assert.Equal((code, isRetryable, isNotFound), (answer.Error?.Code, answer.IsRetryable, answer.IsNotFound));
    }

    [Fact]
    public void Operations_All_TakeParametersAndAnswer()
    {
        // Both ends of each are known to the serialiser: a class that is not would throw.
        Assert.All(Ec2Operations.All, operation => Assert.NotNull(operation.Bind("{}")));
        Assert.Distinct(Ec2Operations.All.Select(operation => operation.Name));
    }

    private static ScriptedAws Answering(string action, string content) =>
        new(_ => ScriptedAnswer.Of(200, ScriptedEc2.Answer(action, content).Body, ("Content-Type", "text/xml")));

    private static Core.Resources.Documents.AwsDocument Json(string json) =>
        Core.Resources.Documents.AwsDocument.Parse(json);
}
