using Amazon.S3;
using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Aws.Documents;
using Remediation.Aws.Ledger;
using Remediation.Aws.Organizations;
using Remediation.Aws.Policies;
using Remediation.Aws.Records;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Approvals;
using Remediation.Engine.Audits;
using Remediation.Engine.Baselines;
using Remediation.Engine.Guards;
using Remediation.Engine.Organizations;
using Remediation.Engine.PolicyDocuments;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Secrets;
using Remediation.Engine.Tickets.Web;
using Remediation.Lambda.Hosting;
using Remediation.Lambda.Telemetry;

namespace Remediation.Lambda;

/// <summary>Composes what the function does with an invocation from the environment that it runs in.</summary>
public static class FunctionHandler
{
    /// <summary>Makes the handler, or says what in the environment is wrong.</summary>
    /// <param name="environment">The environment variables of the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where outcomes and tickets are written, one JSON object a line.</param>
    public static async ValueTask<ParseResult<InvocationHandler>> CreateAsync(
        IReadOnlyDictionary<string, string> environment,
        TimeProvider time,
        TextWriter log
    )
    {
        if (
            !FunctionSettings.Read(environment).TryGet(out var settings, out var error)
            || !AwsClients.Create(settings.Aws).TryGet(out var clients, out error)
        )
        {
            return ParseResult<InvocationHandler>.Failure(error);
        }
        var s3 =
            settings.StateBucket.Length > 0 || settings.PolicyAddress is { Bucket: not null }
                ? clients.CreateS3()
                : null;
        var opened = await WatchAsync(settings, clients, s3, time);
        if (!opened.TryGet(out var watch, out error))
        {
            return ParseResult<InvocationHandler>.Failure(error);
        }
        var metrics = new FunctionMetrics(settings.FunctionName, settings.CanaryGroup, log);
        var ports = Ports(settings, clients, settings.StateBucket.Length > 0 ? s3 : null, time, log);
        var destinations = new PolicyDestinations(
            new AwsDocumentSource(clients),
            new WebCaller(time),
            time,
            new DeliveryLog(log).Write
        );
        var handler = new PolicyBoundHandler(
            watch,
            policy =>
            {
                var organization = OrganizationSettings.Read(environment, policy.Mode);
                var engine = Of(policy, ports, destinations, organization, clients);
                var changes = new ChangeHandler(
                    engine,
                    new PolicyEvaluator(policy, CheckCatalog.All),
                    CheckCatalog.All,
                    log
                )
                {
                    OwnPrincipal = settings.RoleArn,
                    Metrics = metrics,
                };
                return Dispatch(
                    changes,
                    settings.AnswersConfig,
                    () => AuditComposition.Compose(settings, organization, policy, engine, clients, s3, log)
                );
            },
            new(log, time),
            metrics,
            time
        );
        return ParseResult<InvocationHandler>.Success(handler.HandleAsync);
    }

    // Audits are composed with the first of them: most functions never see one.
    private static InvocationHandler Dispatch(ChangeHandler changes, bool answersConfig, Func<AuditHandler> compose)
    {
        var audits = new Lazy<AuditHandler>(compose);
        return (invocation, cancellationToken) =>
            AuditHandler.Takes(invocation.Payload.Span)
            || (answersConfig && ConfigInvocation.Is(invocation.Payload.Span))
                ? audits.Value.HandleAsync(invocation, cancellationToken)
                : changes.HandleAsync(invocation, cancellationToken);
    }

    // Whom to tell is the policy's to say, and as what to work in other accounts follows from its mode: both can change from one
    // invocation to the next.
    private static EnginePorts Of(
        Policy policy,
        EnginePorts ports,
        PolicyDestinations destinations,
        OrganizationSettings organization,
        AwsClients clients
    ) =>
        ports with
        {
            Accounts = organization.Members is { } members ? new MemberAccounts(clients, members, ports.Time) : null,
            Tickets = [.. ports.Tickets, .. destinations.Tickets(policy)],
            Notifiers = destinations.Notifiers(policy),
        };

    private static async ValueTask<ParseResult<PolicyWatch>> WatchAsync(
        FunctionSettings settings,
        AwsClients clients,
        IAmazonS3? s3,
        TimeProvider time
    )
    {
        if (settings.PolicyAddress is not { } address)
        {
            return ParseResult<PolicyWatch>.Success(PolicyWatch.Of(settings.Policy, time));
        }
        IPolicyDocument document = address.Bucket is null
            ? new ParameterPolicyDocument(new AwsDocumentSource(clients), address)
            : new S3PolicyDocument(s3!, address, clients.Budget);
        IPolicyCopy? copy =
            settings.StateBucket.Length == 0 ? null : new S3PolicyCopy(s3!, settings.StateBucket, clients.Budget);
        if (copy is not null && !settings.KeepsPolicyCopy)
        {
            copy = new ReadOnlyPolicyCopy(copy);
        }
        return await PolicyWatch.OpenAsync(document, copy, settings.LoadPolicy, time, CancellationToken.None);
    }

    private static EnginePorts Ports(
        FunctionSettings settings,
        AwsClients clients,
        IAmazonS3? s3,
        TimeProvider time,
        TextWriter log
    )
    {
        var dynamoDb = clients.CreateDynamoDb();
        var hasTable = settings.LedgerTable.Length > 0;
        var documents = new AwsDocumentSource(clients);
        return new()
        {
            Account = AwsAccount.Open(clients),
            Ledger = new DynamoDbLedger(dynamoDb, settings.LedgerTable, clients.Budget, s3, settings.StateBucket),
            Time = time,
            Units = new OrganizationUnits(documents, time),
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
            ApplyOptions = settings.ApplyOptions,
            ApprovalKey = settings.ApprovalKey is { } key
                ? new SecretApprovalKey(new SecretReader(documents, time), key)
                : null,
            KillSwitch =
                settings.KillSwitch.Length > 0
                    ? new ParameterKillSwitch(documents, settings.KillSwitch)
                    : NoKillSwitch.Instance,
        };
    }
}
