using Amazon.S3;
using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Aws.Reports;
using Remediation.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;

namespace Remediation.Lambda;

/// <summary>Composes what the function audits with. Nothing of it can change a network.</summary>
internal static class AuditComposition
{
    /// <param name="policy">The policy in force.</param>
    /// <param name="engine">What changes are handled with: audits read by the same, and write by none of it.</param>
    /// <param name="clients">What it was made with.</param>
    /// <param name="s3">The bucket's client; null where there is no bucket.</param>
    /// <param name="log">Where answers are written.</param>
    public static AuditHandler Compose(
        FunctionSettings settings,
        OrganizationSettings organization,
        Policy policy,
        EnginePorts engine,
        AwsClients clients,
        IAmazonS3? s3,
        TextWriter log
    )
    {
        if (s3 is null || settings.StateBucket.Length == 0)
        {
            throw new InvocationFailedException(
                "REMEDIATION_STATE_BUCKET is not set: there is nowhere to keep the report of an audit"
            );
        }
        var documents = new AwsDocumentSource(clients);
        var members = organization.Members;
        var ports = new AuditPorts
        {
            Home = AccountAccess.Of(engine.Account, settings.RoleArn, documents),
            HomeAccount = "",
            HomeRegion = "",
            Store = new S3Reports(s3, settings.StateBucket, clients.Budget),
            Time = engine.Time,
            Policy = policy,
            LoadPolicy = text => RequestedPolicy.Load(text, settings.CanaryGroup),
            Checks = CheckCatalog.All,
            Accounts = engine.Accounts,
            Units = engine.Units,
            Baselines = engine.Baselines,
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
