using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Waf;

namespace Remediation.Core.Resources.WafProtected;

/// <summary>
/// The calls that tie a web ACL to a distribution, which are CloudFront's own, and what AWS makes of them. They are for the version
/// of the distribution that was read, so that nobody's change in between is undone unseen. Page:
/// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateDistributionWebACL.html.
/// </summary>
internal static class DistributionAssociation
{
    public const string ETag = "ETag";

    private const string Service = "cloudfront";
    private const string AssociateOperation = "AssociateDistributionWebACL";
    private const string DisassociateOperation = "DisassociateDistributionWebACL";

    public static bool Is(ApiCall call) =>
        call is { Service: Service, Operation: AssociateOperation or DisassociateOperation };

    /// <summary>The call that associates the distribution with the web ACL, or (null) with none.</summary>
    public static ApiCall To(ProtectedResource state, string? webAclArn) =>
        ApiCall.Create(
            Service,
            webAclArn is null ? DisassociateOperation : AssociateOperation,
            webAclArn is null ? ApiCallEffect.Removes : ApiCallEffect.Adds,
            webAclArn is null ? "disassociate the web ACL" : $"associate {webAclArn}",
            writer =>
            {
                writer.WriteString("Id", IdOf(state));
                if (webAclArn is not null)
                {
                    writer.WriteString("WebACLArn", webAclArn);
                }
                if (state.Version is { } version)
                {
                    writer.WriteString("IfMatch", version);
                }
            }
        );

    public static Applied<ResourceState> Apply(ProtectedResource state, ApiCall call)
    {
        if (AwsJson.Text(call.Parameters, "Id"u8) is var id && id != IdOf(state))
        {
            return Refused("EntityNotFound", $"the call is for distribution {id}, not for {IdOf(state)}");
        }
        if (AwsJson.Text(call.Parameters, "IfMatch"u8) is { } asked && state.Version is { } version && asked != version)
        {
            return Refused(
                "PreconditionFailed",
                $"the call is for version {asked} of the distribution, which has version {version} by now"
            );
        }
        if (call.Operation == DisassociateOperation)
        {
            return Applied<ResourceState>.To(Written(state.WithWebAcl(null), call));
        }
        return
            AwsJson.Text(call.Parameters, "WebACLArn"u8) is { } arn
            && WafArn.Parse(arn) is { IsGlobal: true, Kind: "webacl" }
            ? Applied<ResourceState>.To(Written(state.WithWebAcl(arn), call))
            : Refused("InvalidArgument", "WebACLArn is not the ARN of a web ACL for CloudFront");
    }

    // Any other version would do; one that follows from the call keeps the application pure.
    private static ProtectedResource Written(ProtectedResource state, ApiCall call) =>
        state.Version is null
            ? state
            : state.WithVersion(
                "E" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(call.ParametersJson)))[..13]
            );

    private static string IdOf(ProtectedResource state) => state.Id.Id.Split('/')[^1];

    private static Applied<ResourceState> Refused(string code, string message) =>
        Applied<ResourceState>.Refused(code, message);
}
