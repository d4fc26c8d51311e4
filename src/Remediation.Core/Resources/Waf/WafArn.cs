namespace Remediation.Core.Resources.Waf;

/// <summary>
/// What the ARN of a WAFv2 resource says: <c>arn:aws:wafv2:REGION:ACCOUNT:SCOPE/KIND/NAME/ID</c>.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html.
/// </summary>
/// <param name="Region">The region; that of what protects CloudFront is us-east-1.</param>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="IsGlobal">Whether it is for CloudFront.</param>
/// <param name="Kind">The kind as ARNs name it, such as <c>webacl</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Id">The id.</param>
public sealed record WafArn(string Region, string Account, bool IsGlobal, string Kind, string Name, string Id)
{
    /// <summary>What the API calls the scope: CLOUDFRONT or REGIONAL.</summary>
    public string Scope => IsGlobal ? "CLOUDFRONT" : "REGIONAL";

    /// <summary>Reads an ARN; null for anything else.</summary>
    public static WafArn? Parse(string? arn) =>
        arn?.Split(':', 6) is ["arn", _, "wafv2", var region, var account, var resource]
        && resource.Split('/') is [var scope and ("global" or "regional"), var kind, var name, var id]
            ? new(region, account, scope == "global", kind, name, id)
            : null;
}
