using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Aws.Ec2;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Engine;
using Remediation.Engine.Records;
using Remediation.Testing;
using Remediation.Testing.Emulator;

namespace Remediation.Benchmarks;

/// <summary>
/// From the bytes of an event to the verified revert on the emulator, against the same requests sent bare, in turns: pairs that
/// follow one another see the same load of the machine.
/// </summary>
internal sealed class RevertBenchmark
{
    private const double MostRatio = 1.2;
    private const int WarmUp = 5;

    private const string Table = "ledger";

    private readonly AmazonEC2Client _ec2;
    private readonly AmazonDynamoDBClient? _dynamoDb;
    private readonly Reconciler _reconciler;
    private readonly RequestLog _log;
    private readonly string _groupId;
    private readonly byte[] _event;

    private RevertBenchmark(AmazonEC2Client ec2, AmazonDynamoDBClient? dynamoDb, string groupId)
    {
        _ec2 = ec2;
        _dynamoDb = dynamoDb;
        _groupId = groupId;
        _log = dynamoDb is null ? new(ec2) : new(ec2, dynamoDb);
        var sample = File.ReadAllText(Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json"));
        _event = Encoding.UTF8.GetBytes(sample.Replace("sg-0a1b2c3d4e5f60718", groupId, StringComparison.Ordinal));
        _reconciler = new(
            new EnginePorts
            {
                Account = new Ec2Account(ec2, AwsEmulator.Region, RequestBudget.Default),
                Ledger = dynamoDb is null
                    ? new RecordingLedger()
                    : new DynamoDbLedger(dynamoDb, Table, RequestBudget.Default),
                Records = dynamoDb is null
                    ? new MemoryRecords()
                    : new DynamoDbRecords(dynamoDb, Table, RequestBudget.Default),
                Time = TimeProvider.System,
            },
            new PolicyEvaluator(EveryTime(), CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true }
        );
    }

    // The same group is opened again and again, by the same person, which is no measurement's business.
    private static Policy EveryTime()
    {
        var policy = Policies.Foundational();
        return policy with
        {
            Mode = EnforcementMode.Enforce,
            Guardrails = policy.Guardrails with
            {
                MaxChangesPerHour = null,
                FlipFlop = new(int.MaxValue, TimeSpan.Zero),
            },
        };
    }

    /// <summary>Once with the ledger in memory, and once with ledger, lease and all that is kept in DynamoDB.</summary>
    public static async Task<List<Row>> RunAsync(int pairs)
    {
        var python = await EmulatorInstallation.InRepository().FindPythonAsync(CancellationToken.None);
        await using var emulator = await AwsEmulator.StartAsync(python, CancellationToken.None);
        var clients = Clients(emulator);
        using var ec2 = clients.CreateEc2();
        using var dynamoDb = clients.CreateDynamoDb();
        await CreateTableAsync(dynamoDb);
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var create = new CreateSecurityGroupRequest
        {
            GroupName = "app",
            Description = "the application",
            VpcId = vpc,
        };
        var groupId = (await ec2.CreateSecurityGroupAsync(create)).GroupId;
        return
        [
            await new RevertBenchmark(ec2, null, groupId).MeasureAsync("event -> reverted on the emulator", pairs),
            await new RevertBenchmark(ec2, dynamoDb, groupId).MeasureAsync(
                "the same, with ledger and lease in DynamoDB",
                pairs
            ),
        ];
    }

    private static AwsClients Clients(AwsEmulator emulator) =>
        AwsClients
            .Create(
                new()
                {
                    Region = AwsEmulator.Region,
                    EndpointUrl = emulator.Endpoint.ToString(),
                    Credentials = new BasicAWSCredentials("emulator", "emulator"),
                }
            )
            .Value;

    private static Task CreateTableAsync(AmazonDynamoDBClient dynamoDb) =>
        dynamoDb.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("resource", ScalarAttributeType.S), new("sequence", ScalarAttributeType.S)],
                KeySchema =
                [
                    new("resource", Amazon.DynamoDBv2.KeyType.HASH),
                    new("sequence", Amazon.DynamoDBv2.KeyType.RANGE),
                ],
            }
        );

    private async Task<Row> MeasureAsync(string what, int pairs)
    {
        var (reverts, bare, counts) = (new List<double>(), new List<double>(), new HashSet<(int, int)>());
        for (var pair = -WarmUp; pair < pairs; pair++)
        {
            var (revert, requests) = await RevertAsync();
            var (calls, sent) = await SendBareAsync(requests);
            if (pair >= 0)
            {
                reverts.Add(revert);
                bare.Add(calls);
                counts.Add((requests.Count, sent));
            }
        }
        var (measured, floor) = (Median.Of(reverts), Median.Of(bare));
        var ratio = Median.Of(reverts.Zip(bare, (revert, calls) => revert / calls));
        return new(
            what,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{measured:F1} ms, {Counts(counts, pair => pair.Item1)} requests"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{floor:F1} ms, {Counts(counts, pair => pair.Item2)} requests"
            ),
            string.Create(CultureInfo.InvariantCulture, $"{ratio:F2}"),
            "<= 1.2 x",
            ratio <= MostRatio
        );
    }

    private static string Counts(HashSet<(int, int)> counts, Func<(int, int), int> side) =>
        string.Join('/', counts.Select(side).Distinct().Order());

    private async Task<(double Milliseconds, IReadOnlyList<AmazonWebServiceRequest> Requests)> RevertAsync()
    {
        _ = await OpenAsync();
        _ = _log.Take();
        var start = Stopwatch.GetTimestamp();
        var outcomes = await _reconciler.HandleAsync(EventParser.Parse(_event), CancellationToken.None);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return outcomes is [{ Decision: Decision.Reverted }]
            ? (milliseconds, _log.Take())
            : throw new InvalidOperationException($"{outcomes[0].Decision}: {outcomes[0].Reason}");
    }

    private async Task<(double Milliseconds, int Requests)> SendBareAsync(
        IReadOnlyList<AmazonWebServiceRequest> requests
    )
    {
        var ruleId = await OpenAsync();
        _ = _log.Take();
        var start = Stopwatch.GetTimestamp();
        await new BareCalls(_ec2, _dynamoDb).SendAsync(requests, ruleId);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, _log.Take().Count);
    }

    private async Task<string> OpenAsync()
    {
        var permission = new IpPermission
        {
            IpProtocol = "tcp",
            FromPort = 22,
            ToPort = 22,
            Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }],
        };
        var request = new AuthorizeSecurityGroupIngressRequest { GroupId = _groupId, IpPermissions = [permission] };
        return (await _ec2.AuthorizeSecurityGroupIngressAsync(request)).SecurityGroupRules[0].SecurityGroupRuleId;
    }
}
