using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediation.Aws;
using Remediation.Aws.Ec2;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Engine;
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

    private readonly AmazonEC2Client _ec2;
    private readonly Reconciler _reconciler;
    private readonly RequestLog _log;
    private readonly string _groupId;
    private readonly byte[] _event;

    private RevertBenchmark(AmazonEC2Client ec2, string groupId)
    {
        _ec2 = ec2;
        _groupId = groupId;
        _log = new(ec2);
        var sample = File.ReadAllText(Path.Combine(Repository.Samples, "events", "authorize-ssh-from-anywhere.json"));
        _event = Encoding.UTF8.GetBytes(sample.Replace("sg-0a1b2c3d4e5f60718", groupId, StringComparison.Ordinal));
        _reconciler = new(
            new EnginePorts
            {
                Account = new Ec2Account(ec2, AwsEmulator.Region, RequestBudget.Default),
                Ledger = new RecordingLedger(),
                Time = TimeProvider.System,
            },
            new PolicyEvaluator(Policies.Foundational() with { Mode = EnforcementMode.Enforce }, CheckCatalog.All),
            CheckCatalog.All,
            new() { Apply = true }
        );
    }

    public static async Task<Row> RunAsync(int pairs)
    {
        var python = await EmulatorInstallation.InRepository().FindPythonAsync(CancellationToken.None);
        await using var emulator = await AwsEmulator.StartAsync(python, CancellationToken.None);
        using var ec2 = Client(emulator);
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.0.0.0/16" })).Vpc.VpcId;
        var create = new CreateSecurityGroupRequest
        {
            GroupName = "app",
            Description = "the application",
            VpcId = vpc,
        };
        var groupId = (await ec2.CreateSecurityGroupAsync(create)).GroupId;
        return await new RevertBenchmark(ec2, groupId).MeasureAsync(pairs);
    }

    private static AmazonEC2Client Client(AwsEmulator emulator)
    {
        var settings = new AwsClientSettings
        {
            Region = AwsEmulator.Region,
            EndpointUrl = emulator.Endpoint.ToString(),
            Credentials = new BasicAWSCredentials("emulator", "emulator"),
        };
        return AwsClients.Create(settings).Value.CreateEc2();
    }

    private async Task<Row> MeasureAsync(int pairs)
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
            "event -> reverted on the emulator",
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
        await BareCalls.SendAsync(_ec2, requests, ruleId);
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
