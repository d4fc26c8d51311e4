using Remediation.Core.Resources;

namespace Remediation.Core.Events;

/// <summary>Which managed prefix list a recorded call names. AWS's own lists are never changed by a call.</summary>
internal static class PrefixListCalls
{
    internal static NamedResources OfOneList(Ec2Request call) =>
        Of(
            call.Parameters.Text("prefixListId"),
            call.Lacks("managed prefix list: requestParameters has no PrefixListId")
        );

    internal static NamedResources OfCreation(Ec2Request call) =>
        Of(
            call.Response.Member("prefixList").Text("prefixListId"),
            call.Lacks("managed prefix list: responseElements has no prefixList.prefixListId")
        );

    private static NamedResources Of(string? id, NamedResources whenNone) =>
        NamedResources.Of(id is null ? [] : [new NamedResource(ResourceTypes.PrefixList, id)], whenNone);
}
