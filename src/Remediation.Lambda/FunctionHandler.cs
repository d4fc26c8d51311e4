using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Aws.Documents;
using Remediation.Aws.Ledger;
using Remediation.Aws.Organizations;
using Remediation.Aws.Records;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Engine;
using Remediation.Engine.Baselines;
using Remediation.Engine.Guards;
using Remediation.Engine.Organizations;
using Remediation.Engine.Records;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda;

/// <summary>Composes what the function does with an invocation from the environment that it runs in.</summary>
public static class FunctionHandler
{
    /// <summary>Makes the handler, or says what in the environment is wrong.</summary>
    /// <param name="environment">The environment variables of the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where outcomes and tickets are written, one JSON object a line.</param>
    public static ValueTask<ParseResult<InvocationHandler>> CreateAsync(
        IReadOnlyDictionary<string, string> environment,
        TimeProvider time,
        TextWriter log
    )
    {
        if (!FunctionSettings.Read(environment).TryGet(out var settings, out var error))
        {
            return ValueTask.FromResult(ParseResult<InvocationHandler>.Failure(error));
        }
        return ValueTask.FromResult(
            AwsClients.Create(settings.Aws).TryGet(out var clients, out error)
                ? ParseResult<InvocationHandler>.Success(
                    Dispatch(settings, OrganizationSettings.Read(environment, settings.Policy.Mode), clients, time, log)
                )
                : ParseResult<InvocationHandler>.Failure(error)
        );
    }

    // Audits are composed with the first of them: most functions never see one.
    private static InvocationHandler Dispatch(
        FunctionSettings settings,
        OrganizationSettings organization,
        AwsClients clients,
        TimeProvider time,
        TextWriter log
    )
    {
        var changes = Compose(settings, organization, clients, time, log);
        var audits = new Lazy<AuditHandler>(() =>
            AuditComposition.Compose(settings, organization, () => settings.Policy, clients, time, log)
        );
        return (invocation, cancellationToken) =>
            AuditHandler.Takes(invocation.Payload.Span)
                ? audits.Value.HandleAsync(invocation, cancellationToken)
                : changes.HandleAsync(invocation, cancellationToken);
    }

    private static ChangeHandler Compose(
        FunctionSettings settings,
        OrganizationSettings organization,
        AwsClients clients,
        TimeProvider time,
        TextWriter log
    )
    {
        var dynamoDb = clients.CreateDynamoDb();
        var s3 = settings.StateBucket.Length == 0 ? null : clients.CreateS3();
        var hasTable = settings.LedgerTable.Length > 0;
        var ports = new EnginePorts
        {
            Account = AwsAccount.Open(clients),
            Ledger = new DynamoDbLedger(dynamoDb, settings.LedgerTable, clients.Budget, s3, settings.StateBucket),
            Time = time,
            Accounts = organization.Members is { } members ? new MemberAccounts(clients, members, time) : null,
            Units = new OrganizationUnits(new AwsDocumentSource(clients), time),
            Records = hasTable
                ? new DynamoDbRecords(dynamoDb, settings.LedgerTable, clients.Budget)
                : new MemoryRecords(),
            Baselines =
                s3 is null || !hasTable
                    ? NoBaselines.Instance
                    : new DynamoDbBaselines(
                        dynamoDb,
                        s3,
                        settings.LedgerTable,
                        settings.StateBucket,
                        clients.Budget,
                        time
                    ),
            Tickets = [new LogTickets(log)],
            KillSwitch =
                settings.KillSwitch.Length > 0
                    ? new ParameterKillSwitch(new AwsDocumentSource(clients), settings.KillSwitch)
                    : NoKillSwitch.Instance,
        };
        var evaluator = new PolicyEvaluator(settings.Policy, CheckCatalog.All);
        return new(ports, evaluator, CheckCatalog.All, log) { OwnPrincipal = settings.RoleArn };
    }
}
