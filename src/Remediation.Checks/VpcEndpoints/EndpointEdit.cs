using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.VpcEndpoints;

namespace Remediation.Checks.VpcEndpoints;

/// <summary>An endpoint with one thing changed in its description.</summary>
internal static class EndpointEdit
{
    public static VpcEndpoint WithPolicy(VpcEndpoint endpoint, string text) =>
        endpoint.With(
            endpoint.Endpoint.Document.With(
                DocumentPath.Of(VpcEndpoint.PolicyMember),
                AwsDocument.Build(writer => writer.WriteStringValue(text))
            )
        );

    public static VpcEndpoint WithPrivateDns(VpcEndpoint endpoint) =>
        endpoint.With(
            endpoint.Endpoint.Document.With(
                DocumentPath.Of(VpcEndpoint.PrivateDnsMember),
                AwsDocument.Build(writer => writer.WriteBooleanValue(true))
            )
        );
}
