using Remediation.Core.Events;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.WafProtected;

/// <summary>The calls that tie a web ACL to a resource, and what GetWebACLForResource says of the tie: which web ACL it is.</summary>
internal static class WebAclAssociation
{
    public const string DisassociateOperation = "DisassociateWebACL";
    private const string AssociateOperation = "AssociateWebACL";
    private const string Service = "wafv2";

    public static bool Is(ApiCall call) =>
        call is { Service: Service, Operation: AssociateOperation or DisassociateOperation };

    public static ApiCall Associate(ResourceId resource, string webAclArn) =>
        ApiCall.Create(
            Service,
            AssociateOperation,
            ApiCallEffect.Adds,
            $"associate {webAclArn}",
            writer =>
            {
                writer.WriteString("WebACLArn", webAclArn);
                writer.WriteString("ResourceArn", resource.Arn);
            }
        );

    public static ApiCall Disassociate(ResourceId resource) =>
        ApiCall.Create(
            Service,
            DisassociateOperation,
            ApiCallEffect.Removes,
            "disassociate the web ACL",
            writer => writer.WriteString("ResourceArn", resource.Arn)
        );

    /// <summary>
    /// The part for a web ACL: its name, id and ARN. What else the answer holds is the web ACL's own state, which would make every
    /// change of the web ACL one of all the resources that it protects.
    /// </summary>
    public static AwsDocument PartOf(string webAclArn) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("WebACL");
            if (Arn.Parse(webAclArn)?.Resource.Split('/') is [_, _, var name, var id])
            {
                writer.WriteString("Name", name);
                writer.WriteString("Id", id);
            }
            writer.WriteString("ARN", webAclArn);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary>The web ACL's id, or null where the text is not the ARN of one (of WAF Classic it is none).</summary>
    public static ResourceId? IdOf(string arn) =>
        Arn.Parse(arn) is { Service: Service } parsed && parsed.Resource.Split('/') is [_, "webacl", _, _]
            ? new ResourceId(ResourceTypes.WebAcl, arn, parsed.Account, parsed.Region)
            : null;
}
