using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>Which network ACL a recorded call names; for a new association, the ACL that the subnet has afterwards.</summary>
internal static class NetworkAclCalls
{
    internal static NamedResources OfOneAcl(Ec2Request call) =>
        Of(call.Parameters.Text("networkAclId"), call.Lacks("network ACL: requestParameters has no networkAclId"));

    internal static NamedResources OfCreation(Ec2Request call) =>
        Of(
            call.Response.Member("networkAcl").Text("networkAclId"),
            call.Lacks("network ACL: responseElements has no networkAcl.networkAclId")
        );

    private static NamedResources Of(string? id, NamedResources whenNone) =>
        NamedResources.Of(id is null ? [] : [new NamedResource(ResourceTypes.NetworkAcl, id)], whenNone);
}
