using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Aws.Documents;
using Remediation.Aws.Organizations;
using Remediation.Aws.Reports;
using Remediation.Checks;
using Remediation.Core.Policies;
using Remediation.Engine.Audits;
using Remediation.Engine.Baselines;
using Remediation.Engine.Organizations;

namespace Remediation.Lambda;

/// <summary>Composes what the function audits with. Nothing of it can change a network.</summary>
internal static class AuditComposition
{
    /// <param name="policy">The policy in force.</param>
    public static AuditHandler Compose(
        FunctionSettings settings,
        OrganizationSettings organization,
        Policy policy,
        AwsClients clients,
        TimeProvider time,
        TextWriter log
    )
    {
        if (settings.StateBucket.Length == 0)
        {
            throw new InvocationFailedException(
                "REMEDIATION_STATE_BUCKET is not set: there is nowhere to keep the report of an audit"
            );
        }
        var s3 = clients.CreateS3();
        var documents = new AwsDocumentSource(clients);
        var members = organization.Members;
        var ports = new AuditPorts
        {
            Home = AccountAccess.Of(AwsAccount.Open(clients), settings.RoleArn, documents),
            HomeAccount = "",
            HomeRegion = "",
            Store = new S3Reports(s3, settings.StateBucket, clients.Budget),
            Time = time,
            Policy = policy,
            LoadPolicy = RequestedPolicy.Load,
            Checks = CheckCatalog.All,
            Accounts = members is null ? null : new MemberAccounts(clients, members, time),
            Units = new OrganizationUnits(documents, time),
            Baselines =
                settings.LedgerTable.Length == 0
                    ? NoBaselines.Instance
                    : new DynamoDbBaselines(
                        clients.CreateDynamoDb(),
                        s3,
                        settings.LedgerTable,
                        settings.StateBucket,
                        clients.Budget,
                        time
                    ),
        };
        return new(
            (account, region) => ports with { HomeAccount = account, HomeRegion = region },
            members is null ? null : new OrganizationAccounts(documents),
            members?.Accounts ?? [],
            organization.Regions,
            log
        );
    }
}
