using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.VpcEndpoints;

/// <summary>
/// One endpoint as EC2 describes it, whole, and read as far as the checks need it. It is not the resource: that is
/// <see cref="VpcEndpoint"/>. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html.
/// </summary>
public sealed class EndpointDescription
{
    private ParseResult<PolicyDocument>? _policy;

    public EndpointDescription(AwsDocument document)
    {
        Document = document;
        var root = document.Root;
        Id = AwsJson.Text(root, "VpcEndpointId"u8) ?? "";
        VpcId = AwsJson.Text(root, "VpcId"u8) ?? "";
        ServiceName = AwsJson.Text(root, "ServiceName"u8) ?? "";
        State = AwsJson.Text(root, "State"u8) ?? "";
        PolicyText = AwsJson.Text(root, "PolicyDocument"u8);
        Type = TypeOf(AwsJson.Text(root, "VpcEndpointType"u8));
    }

    /// <summary>The description whole.</summary>
    public AwsDocument Document { get; }

    public string Id { get; }

    public string VpcId { get; }

    /// <summary>The whole name, such as <c>com.amazonaws.us-east-1.s3</c>; empty for resources and service networks.</summary>
    public string ServiceName { get; }

    /// <summary>The service without region, such as <c>s3</c> or <c>ecr.api</c>; empty for other than AWS's own services.</summary>
    public string Service => EndpointService.KeyOf(ServiceName);

    public VpcEndpointType Type { get; }

    /// <summary>As EC2 says it, such as <c>available</c> or <c>deleting</c>, in whatever letter case.</summary>
    public string State { get; }

    /// <summary>Whether it serves, or will before long.</summary>
    public bool IsInUse => Is("available") || Is("pending");

    public bool IsDeleted => Is("deleted");

    public bool IsDeleting => Is("deleting");

    /// <summary>The text of the policy document, or null where the endpoint has none, which is AWS's default.</summary>
    public string? PolicyText { get; }

    /// <summary>What the policy means, or why it is not understood.</summary>
    public ParseResult<PolicyDocument> Policy => _policy ??= PolicyDocument.Parse(PolicyText);

    public bool PrivateDnsEnabled => AwsJson.Boolean(Document.Root, "PrivateDnsEnabled"u8) ?? false;

    /// <summary>Whether a service of AWS made it and looks after it.</summary>
    public bool IsRequesterManaged => AwsJson.Boolean(Document.Root, "RequesterManaged"u8) ?? false;

    /// <summary>Equal for endpoints that are the same but for what AWS assigns: what is made anew has another id.</summary>
    public string Likeness => EndpointRequests.KeyOf(this);

    public ImmutableArray<string> SubnetIds => Texts("SubnetIds"u8);

    public ImmutableArray<string> RouteTableIds => Texts("RouteTableIds"u8);

    public ImmutableArray<string> GroupIds =>
        [
            .. AwsJson
                .Array(Document.Root, "Groups"u8)
                .Select(group => AwsJson.Text(group, "GroupId"u8))
                .OfType<string>(),
        ];

    public ImmutableArray<Tag> Tags => TagJson.Read(Document.Root, "Tags"u8);

    private ImmutableArray<string> Texts(ReadOnlySpan<byte> name) =>
        [
            .. AwsJson
                .Array(Document.Root, name)
                .Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!),
        ];

    private bool Is(string state) => string.Equals(State, state, StringComparison.OrdinalIgnoreCase);

    // An endpoint without a type is a gateway, as those were that were made before there were others.
    private static VpcEndpointType TypeOf(string? text) =>
        text switch
        {
            null or "Gateway" => VpcEndpointType.Gateway,
            "Interface" => VpcEndpointType.Interface,
            "GatewayLoadBalancer" => VpcEndpointType.GatewayLoadBalancer,
            "Resource" => VpcEndpointType.Resource,
            "ServiceNetwork" => VpcEndpointType.ServiceNetwork,
            _ => VpcEndpointType.Unknown,
        };
}
