using System.Text;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

/// <summary>Whatever AWS answers, what a layer makes of it is a state, that there is none, or why it cannot be told.</summary>
public sealed class LiveAnswerFuzzTests
{
    private const string Acl =
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/front/0f1e2d3c-4b5a-4678-9a0b-1c2d3e4f5a6b";
    private const string Balancer =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/50dc6c495c0c9188";
    private const string Distribution = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";

    // One answer for each call that the layers make, with every member that they look at.
    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["wafv2:ListWebACLs"] =
            $$$"""{"NextMarker":null,"WebACLs":[{"Name":"front","Id":"0f1e2d3c-4b5a-4678-9a0b-1c2d3e4f5a6b","ARN":"{{{Acl}}}","LockToken":"t"}]}""",
        ["wafv2:GetWebACL"] = Sample("waf-storefront", "wafv2.get-web-acl.storefront-protection"),
        ["wafv2:GetLoggingConfiguration"] = Sample(
            "waf-storefront",
            "wafv2.get-logging-configuration.storefront-protection"
        ),
        ["wafv2:GetWebACLForResource"] = $$$"""{"WebACL":{"Name":"front","Id":"x","ARN":"{{{Acl}}}"}}""",
        ["wafv2:ListTagsForResource"] =
            $$$"""{"NextMarker":null,"TagInfoForResource":{"ResourceARN":"{{{Acl}}}","TagList":[{"Key":"Layer","Value":"Edge"}]}}""",
        ["wafv2:ListIPSets"] =
            """{"NextMarker":null,"IPSets":[{"Name":"a","Id":"1","ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/ipset/a/1"}]}""",
        ["wafv2:GetIPSet"] = Sample("waf-storefront", "wafv2.get-ip-set.customer-countries"),
        ["wafv2:ListRegexPatternSets"] =
            """{"NextMarker":null,"RegexPatternSets":[{"Name":"a","Id":"1","ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/regexpatternset/a/1"}]}""",
        ["wafv2:GetRegexPatternSet"] =
            """{"RegexPatternSet":{"Name":"a","Id":"1","ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/regexpatternset/a/1","RegularExpressionList":[{"RegexString":"^a<b"}]},"LockToken":"t"}""",
        ["wafv2:ListRuleGroups"] =
            """{"NextMarker":null,"RuleGroups":[{"Name":"a","Id":"1","ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/rulegroup/a/1"}]}""",
        ["wafv2:GetRuleGroup"] =
            """{"RuleGroup":{"Name":"a","Id":"1","Capacity":1,"ARN":"arn:aws:wafv2:us-east-1:123456789012:regional/rulegroup/a/1","Rules":[{"Name":"r","Priority":1,"Action":{"Block":{}},"Statement":{"GeoMatchStatement":{"CountryCodes":["AQ"]}},"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"m"}}],"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"m"}},"LockToken":"t"}""",
        ["elasticloadbalancing:DescribeLoadBalancers"] =
            $$$"""{"NextMarker":null,"LoadBalancers":[{"LoadBalancerArn":"{{{Balancer}}}","LoadBalancerName":"front","Scheme":"internet-facing","VpcId":"vpc-1","Type":"application"}]}""",
        ["elasticloadbalancing:DescribeTags"] =
            $$$"""{"TagDescriptions":[{"ResourceArn":"{{{Balancer}}}","Tags":[{"Key":"Layer","Value":"Web"}]}]}""",
        ["apigateway:GetRestApis"] =
            """{"position":null,"items":[{"id":"a1b2c3d4e5","name":"api","endpointConfiguration":{"types":["REGIONAL"]}}]}""",
        ["apigateway:GetStages"] =
            $$$"""{"item":[{"stageName":"prod","webAclArn":"{{{Acl}}}","tags":{"Layer":"Web"}}]}""",
        ["apigateway:GetStage"] = $$$"""{"stageName":"prod","webAclArn":"{{{Acl}}}","tags":{"Layer":"Web"}}""",
        ["appsync:ListGraphqlApis"] =
            $$$"""{"nextToken":null,"graphqlApis":[{"apiId":"g","name":"api","arn":"arn:aws:appsync:us-east-1:123456789012:apis/g","wafWebAclArn":"{{{Acl}}}","tags":{"Layer":"Web"}}]}""",
        ["appsync:GetGraphqlApi"] =
            $$$"""{"graphqlApi":{"apiId":"g","name":"api","arn":"arn:aws:appsync:us-east-1:123456789012:apis/g","wafWebAclArn":"{{{Acl}}}","tags":{"Layer":"Web"}} }""",
        ["cloudfront:ListDistributions"] =
            $$$"""{"DistributionList":{"Marker":"","NextMarker":null,"MaxItems":100,"IsTruncated":false,"Quantity":1,"Items":[{"Id":"EDFDVBD6EXAMPLE","ARN":"{{{Distribution}}}","Status":"Deployed","WebACLId":"{{{Acl}}}","Enabled":true}]}}""",
        ["cloudfront:GetDistribution"] =
            $$$"""{"ETag":"E2","Distribution":{"Id":"EDFDVBD6EXAMPLE","ARN":"{{{Distribution}}}","Status":"Deployed","DistributionConfig":{"WebACLId":"{{{Acl}}}","Enabled":true,"Comment":"c"}} }""",
        ["cloudfront:ListTagsForResource"] = """{"Tags":{"Items":[{"Key":"Layer","Value":"Web"}]}}""",
        ["network-firewall:ListFirewalls"] =
            $$$"""{"NextToken":null,"Firewalls":[{"FirewallName":"edge","FirewallArn":"{{{FirewallSample.FirewallArn}}}"}]}""",
        ["network-firewall:DescribeFirewall"] = Sample("network-firewall", "network-firewall.describe-firewall.edge"),
        ["network-firewall:DescribeLoggingConfiguration"] = Sample(
            "network-firewall",
            "network-firewall.describe-logging-configuration.edge"
        ),
        ["network-firewall:ListFirewallPolicies"] =
            $$$"""{"NextToken":null,"FirewallPolicies":[{"Name":"p","Arn":"{{{FirewallSample.PolicyArn}}}"}]}""",
        ["network-firewall:DescribeFirewallPolicy"] = Sample(
            "network-firewall",
            "network-firewall.describe-firewall-policy.edge-policy"
        ),
        ["network-firewall:ListRuleGroups"] =
            $$$"""{"NextToken":null,"RuleGroups":[{"Name":"g","Arn":"{{{FirewallSample.GroupArn}}}"}]}""",
        ["network-firewall:DescribeRuleGroup"] = Sample(
            "network-firewall",
            "network-firewall.describe-rule-group.front-rules"
        ),
        ["ec2:DescribeVpcs"] = Sample("ssh-open", "ec2.describe-vpcs"),
        ["ec2:DescribeVpcAttribute"] =
            """{"VpcId":"vpc-0d4f8a1b2c3d4e5f6","EnableDnsSupport":{"Value":true},"EnableDnsHostnames":{"Value":true}}""",
        ["ec2:DescribeVpcEndpoints"] = Sample("endpoints", "ec2.describe-vpc-endpoints"),
        ["ec2:DescribeFlowLogs"] = Sample("endpoints", "ec2.describe-flow-logs"),
        ["ec2:DescribeSubnets"] = Sample("ssh-open", "ec2.describe-subnets"),
        ["ec2:DescribeNetworkAcls"] = Sample("ssh-open", "ec2.describe-network-acls"),
        ["ec2:DescribeNetworkInterfaces"] = Sample("ssh-open", "ec2.describe-network-interfaces"),
        ["ec2:DescribeRouteTables"] =
            """{"NextToken":null,"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","OwnerId":"123456789012","Associations":[{"Main":false,"RouteTableAssociationId":"rtbassoc-1","SubnetId":"subnet-1","AssociationState":{"State":"associated"}}],"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1","Origin":"CreateRoute","State":"active"}],"Tags":[{"Key":"Layer","Value":"Web"}]}]}""",
        ["ec2:DescribeInternetGateways"] =
            """{"NextToken":null,"InternetGateways":[{"InternetGatewayId":"igw-1","OwnerId":"123456789012","Attachments":[{"State":"available","VpcId":"vpc-1"}],"Tags":[]}]}""",
        ["ec2:DescribeTrafficMirrorSessions"] =
            """{"NextToken":null,"TrafficMirrorSessions":[{"TrafficMirrorSessionId":"tms-1","TrafficMirrorTargetId":"tmt-1","TrafficMirrorFilterId":"tmf-1","NetworkInterfaceId":"eni-1","OwnerId":"123456789012","SessionNumber":1,"VirtualNetworkId":7,"Tags":[]}]}""",
        ["shield:DescribeSubscription"] = Sample("endpoints", "shield.describe-subscription"),
        ["shield:ListProtections"] = Sample("endpoints", "shield.list-protections"),
    };

    [Fact]
    public async Task List_EachAnswer_IsAskedForAndUnderstood()
    {
        var source = new Answering(Answers);
        var listed = new List<string>();
        foreach (var type in Types)
        {
            listed.AddRange((await ListAsync(source, type)).Select(state => state.Id.Type));
        }

        Assert.Empty(source.Asked.Keys.Except(Answers.Keys));
        Assert.Empty(Answers.Keys.Except(source.Asked.Keys));
        Assert.Empty(Types.Except(listed));
    }

    [Fact]
    public void List_AnyValueOfAnAnswerGoneOrOther_EndsAsToldOfAnAccount() =>
        Survey.Of(
            Answers.SelectMany(
                (answer, index) =>
                    Damage
                        .SomeValues(Encoding.UTF8.GetBytes(answer.Value), index, oneOf: 19)
                        .Select(text => (answer.Key, Text: text))
            ),
            spoilt => Bounded.Read(spoilt.Text, () => ListAll(spoilt.Key, Encoding.UTF8.GetString(spoilt.Text))),
            spoilt => $"{spoilt.Key} {Encoding.UTF8.GetString(spoilt.Text)}"
        );

    private static IEnumerable<string> Types => ResourceLayers.All.SelectMany(layer => layer.ResourceTypes);

    // What was listed must also be judgeable and recordable.
    private static int ListAll(string call, string text)
    {
        AwsDocument document;
        try
        {
            document = AwsDocument.Parse(text);
            _ = document.Text;
        }
        // What is no JSON, or no text, the client does not let through.
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException)
        {
            return 0;
        }
        var source = new Answering(new(Answers, StringComparer.Ordinal) { [call] = document.Text });
        var states = 0;
        foreach (var type in Types)
        {
            try
            {
                foreach (var state in ListAsync(source, type).GetAwaiter().GetResult())
                {
                    Assert.NotEmpty(state.Fingerprint);
                    Assert.NotEmpty(StateDocument.Write(state));
                    states++;
                }
            }
            catch (AccountException refused)
            {
                Assert.NotEmpty(refused.Error.Message);
            }
        }
        return states;
    }

    private static async Task<List<ResourceState>> ListAsync(Answering source, string type)
    {
        var states = new List<ResourceState>();
        await foreach (var state in ResourceLayers.For(type)!.ListAsync(source, type, CancellationToken.None))
        {
            states.Add(state);
        }
        foreach (var state in states)
        {
            var read = await ResourceLayers
                .For(type)!
                .ReadAsync(source, state.Id.ToReference(), CancellationToken.None);
            Assert.True(read.State is not null || read.Error is null || read.Error.Message.Length > 0);
        }
        return states;
    }

    private static string Sample(string account, string output) =>
        File.ReadAllText(Path.Combine(Repository.Samples, "accounts", account, output + ".json"));

    private sealed class Answering(Dictionary<string, string> answers) : IDocumentSource
    {
        // Reading AWS's answer anew each time would be most of the work.
        private readonly Dictionary<string, AwsDocument> _read = new(StringComparer.Ordinal);

        public string Region => "us-east-1";

        public Dictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

        public Task<DocumentAnswer> CallAsync(
            string service,
            string operation,
            string parametersJson,
            CancellationToken cancellationToken
        )
        {
            var call = $"{service}:{operation}";
            Asked[call] = Asked.GetValueOrDefault(call) + 1;
            if (!answers.TryGetValue(call, out var json))
            {
                return Task.FromResult(DocumentAnswer.Failed(new CallError("Unscripted", call), isRetryable: false));
            }
            if (!_read.TryGetValue(call, out var document))
            {
                document = _read[call] = AwsDocument.Parse(json);
            }
            return Task.FromResult(DocumentAnswer.Of(document));
        }
    }
}
