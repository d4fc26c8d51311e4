using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Engine;

namespace Remediation.Aws.Documents;

/// <summary>
/// AWS's documents of one account in one region, each request bounded in time. Which account it is, is the credentials' affair.
/// Clients are made when they are first needed, and live as long as it.
/// </summary>
public sealed class AwsDocumentSource : IDocumentSource
{
    private readonly AwsClients _awsClients;
    private readonly ConcurrentDictionary<(string Service, string Region), AwsJsonClient> _clients = new();
    private readonly BoundedRequests _requests;
    private readonly Lazy<Ec2Documents> _ec2;

    public AwsDocumentSource(AwsClients clients)
        : this(clients, () => Ec2Operations.All) { }

    private AwsDocumentSource(AwsClients clients, Func<ImmutableArray<Ec2Operation>> operations)
    {
        _awsClients = clients;
        _requests = new(clients.Budget);
        _ec2 = new(() => new(clients.CreateEc2(), _requests, operations()));
    }

    public string Region => _awsClients.Region;

    /// <summary>
    /// One that also lists what of EC2 the engine else reads by other means. The function has no need of it, and stays smaller
    /// without.
    /// </summary>
    public static AwsDocumentSource ForExport(AwsClients clients) =>
        new(clients, () => [.. Ec2Operations.All, .. Ec2Listings.All]);

    public async Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        if (!IsObject(parametersJson))
        {
            return Refused(CallError.InvalidParameter, $"the parameters of {service}:{operation} are no JSON object");
        }
        if (service == "ec2")
        {
            return await _ec2.Value.CallAsync(operation, parametersJson, cancellationToken);
        }
        return AwsServices.Find(service) is { } known
            ? await CallAsync(known, operation, parametersJson, cancellationToken)
            : Refused(CallError.UnknownOperation, $"{service} is not a service that {operation} can be called on");
    }

    private async Task<DocumentAnswer> CallAsync(
        AwsService service,
        string operation,
        string parametersJson,
        CancellationToken ct
    )
    {
        if (!service.Protocol.ToRequest(operation, parametersJson).TryGet(out var call, out var reason))
        {
            return Refused(CallError.UnknownOperation, $"{service.Name}: {reason}");
        }
        var region = HomeRegion.Of(service, parametersJson, Region) ?? Region;
        var client = _clients.GetOrAdd((service.Name, region), _ => _awsClients.CreateJson(service, region));
        var answer = await _requests.SendAsync(bounded => client.SendAsync(operation, call, bounded), ct);
        return Answer(answer);
    }

    internal static DocumentAnswer Answer(AwsAnswer<AwsDocument> answer) =>
        answer.IsAnswered
            ? DocumentAnswer.Of(answer.Value)
            : DocumentAnswer.Failed(answer.Failure.Error, answer.Failure.IsRetryable);

    internal static DocumentAnswer Refused(string code, string message) =>
        DocumentAnswer.Failed(new(code, message), isRetryable: false);

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
