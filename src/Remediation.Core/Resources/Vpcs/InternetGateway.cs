using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Vpcs;

/// <summary>
/// An internet gateway as EC2 DescribeInternetGateways tells of it. By itself it opens nothing: a route has to lead to it. The engine
/// changes nothing of it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html
/// </summary>
public sealed class InternetGateway : ListedState
{
    /// <summary>The part that it is made of.</summary>
    public const string DescribeInternetGateways = "ec2.describe-internet-gateways";

    public override string Operation => DescribeInternetGateways;

    protected override string IdMember => "InternetGatewayId";

    /// <summary>The VPCs that it is attached to, or about to be; AWS allows one.</summary>
    public ImmutableArray<string> AttachedVpcs => [.. Attached(Element)];

    /// <summary>Reads an element of DescribeInternetGateways; fails only where it does not say which gateway it is.</summary>
    /// <param name="account">The account, where the element names no owner.</param>
    /// <param name="region">The region, which the element does not say.</param>
    public static ParseResult<InternetGateway> Parse(JsonElement element, string account, string region)
    {
        if (AwsJson.Text(element, "InternetGatewayId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<InternetGateway>.Failure("an internet gateway has no InternetGatewayId");
        }
        var tags = TagJson.Read(element, "Tags"u8);
        return ParseResult<InternetGateway>.Success(
            new()
            {
                Id = new(ResourceTypes.InternetGateway, id, OwnerIn(element, account), region),
                Name = NameIn(tags),
                VpcId = Attached(element).FirstOrDefault() ?? "",
                Tags = tags,
                Unreadable = AwsJson.IsNoArray(element, "Attachments"u8) ? ["its attachments are no list"] : [],
                Parts = PartOf(DescribeInternetGateways, element),
            }
        );
    }

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        new InternetGateway
        {
            Id = Id,
            Name = Name,
            VpcId = VpcId,
            Tags = Tags,
            Unreadable = Unreadable,
            Parts = PartsWith(operation, part),
            UnknownParts = UnknownParts,
        };

    public override OrderedCalls CallsTo(DocumentState desired) =>
        DifferencesTo(desired).IsEmpty
            ? OrderedCalls.Of([])
            : OrderedCalls.None("an internet gateway is attached and detached by its owner, not by the engine");

    public override Applied<ResourceState> Apply(ApiCall call) =>
        Applied<ResourceState>.Refused(
            CallError.UnknownOperation,
            $"{call.IamAction} does not change an internet gateway"
        );

    private static IEnumerable<string> Attached(JsonElement element) =>
        AwsJson
            .Array(element, "Attachments"u8)
            .Where(attachment => AwsJson.Text(attachment, "State"u8) is not ("detached" or "detaching"))
            .Select(attachment => AwsJson.Text(attachment, "VpcId"u8))
            .OfType<string>();
}
