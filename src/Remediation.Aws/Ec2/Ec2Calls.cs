using Amazon.EC2;
using Amazon.EC2.Model;
using Remediation.Core.Planning;

namespace Remediation.Aws.Ec2;

/// <summary>
/// Binds calls to the SDK's requests, parameter by parameter. An operation or a parameter that is not listed here is refused
/// before anything is sent. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html.
/// </summary>
internal static class Ec2Calls
{
    public static BoundCall Bind(ApiCall call) =>
        (call.Service, call.Operation) switch
        {
            ("ec2", "AuthorizeSecurityGroupIngress") => Bind<AuthorizeSecurityGroupIngressRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) => Done(await ec2.AuthorizeSecurityGroupIngressAsync(request, ct))
            ),
            ("ec2", "AuthorizeSecurityGroupEgress") => Bind<AuthorizeSecurityGroupEgressRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) => Done(await ec2.AuthorizeSecurityGroupEgressAsync(request, ct))
            ),
            ("ec2", "RevokeSecurityGroupIngress") => Bind<RevokeSecurityGroupIngressRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) =>
                {
                    var answer = await ec2.RevokeSecurityGroupIngressAsync(request, ct);
                    return Revoked(answer.UnknownIpPermissions);
                }
            ),
            ("ec2", "RevokeSecurityGroupEgress") => Bind<RevokeSecurityGroupEgressRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) =>
                {
                    var answer = await ec2.RevokeSecurityGroupEgressAsync(request, ct);
                    return Revoked(answer.UnknownIpPermissions);
                }
            ),
            ("ec2", "ModifySecurityGroupRules") => Bind<ModifySecurityGroupRulesRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) => Done(await ec2.ModifySecurityGroupRulesAsync(request, ct))
            ),
            ("ec2", "UpdateSecurityGroupRuleDescriptionsIngress") =>
                Bind<UpdateSecurityGroupRuleDescriptionsIngressRequest>(
                    call,
                    SecurityGroupParameters.Set,
                    async (ec2, request, ct) =>
                        Done(await ec2.UpdateSecurityGroupRuleDescriptionsIngressAsync(request, ct))
                ),
            ("ec2", "UpdateSecurityGroupRuleDescriptionsEgress") =>
                Bind<UpdateSecurityGroupRuleDescriptionsEgressRequest>(
                    call,
                    SecurityGroupParameters.Set,
                    async (ec2, request, ct) =>
                        Done(await ec2.UpdateSecurityGroupRuleDescriptionsEgressAsync(request, ct))
                ),
            ("ec2", "CreateSecurityGroup") => Bind<CreateSecurityGroupRequest>(
                call,
                SecurityGroupParameters.Set,
                async (ec2, request, ct) => Done(await ec2.CreateSecurityGroupAsync(request, ct))
            ),
            ("ec2", "CreateNetworkAclEntry") => Bind<CreateNetworkAclEntryRequest>(
                call,
                NetworkAclParameters.Set,
                async (ec2, request, ct) => Done(await ec2.CreateNetworkAclEntryAsync(request, ct))
            ),
            ("ec2", "ReplaceNetworkAclEntry") => Bind<ReplaceNetworkAclEntryRequest>(
                call,
                NetworkAclParameters.Set,
                async (ec2, request, ct) => Done(await ec2.ReplaceNetworkAclEntryAsync(request, ct))
            ),
            ("ec2", "DeleteNetworkAclEntry") => Bind<DeleteNetworkAclEntryRequest>(
                call,
                NetworkAclParameters.Set,
                async (ec2, request, ct) => Done(await ec2.DeleteNetworkAclEntryAsync(request, ct))
            ),
            ("ec2", "CreateTags") => Bind<CreateTagsRequest>(
                call,
                TagParameters.Set,
                async (ec2, request, ct) => Done(await ec2.CreateTagsAsync(request, ct))
            ),
            ("ec2", "DeleteTags") => Bind<DeleteTagsRequest>(
                call,
                TagParameters.Set,
                async (ec2, request, ct) => Done(await ec2.DeleteTagsAsync(request, ct))
            ),
            _ => BoundCall.Refused(
                CallError.UnknownOperation,
                $"{call.Service} {call.Operation} is not a call that this product makes"
            ),
        };

    private static BoundCall Bind<TRequest>(
        ApiCall call,
        ParameterReader.FieldSetter<TRequest> set,
        Func<IAmazonEC2, TRequest, CancellationToken, Task<CallResult>> send
    )
        where TRequest : new()
    {
        var reader = new ParameterReader();
        var request = reader.Object(call.Parameters, set);
        return reader.Error is { } error
            ? BoundCall.Refused(CallError.InvalidParameter, $"{call.Operation}: {error}")
            : BoundCall.To((ec2, ct) => send(ec2, request, ct));
    }

    private static CallResult Done(Amazon.Runtime.AmazonWebServiceResponse _) => CallResult.Done;

    // In a default VPC EC2 answers success where the rules to revoke do not exist, and lists them.
    private static CallResult Revoked(List<IpPermission>? unknown) =>
        unknown is { Count: > 0 }
            ? new(
                new CallError(
                    CallError.PermissionNotFound,
                    "EC2 did not know these rules of the group: "
                        + string.Join(", ", unknown.Select(item => $"{item.IpProtocol} {item.FromPort}-{item.ToPort}"))
                )
            )
            : CallResult.Done;
}
