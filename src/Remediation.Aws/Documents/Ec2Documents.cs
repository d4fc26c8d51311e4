using System.Collections.Immutable;
using System.Text.Json;
using Amazon.EC2;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Engine;

namespace Remediation.Aws.Documents;

/// <summary>
/// EC2's operations in terms of the API's JSON, by way of the SDK's own classes, whose properties are named as the API names its
/// members. What those classes do not know is refused in a request.
/// </summary>
internal sealed class Ec2Documents(IAmazonEC2 ec2, BoundedRequests requests, ImmutableArray<Ec2Operation> operations)
{
    /// <summary>The answer; a request that EC2 answers without doing it is a failure.</summary>
    public async Task<DocumentAnswer> CallAsync(string operation, string parametersJson, CancellationToken ct)
    {
        if (operations.FirstOrDefault(each => each.Name == operation) is not { } known)
        {
            return AwsDocumentSource.Refused(CallError.UnknownOperation, $"{operation} of EC2 is not known");
        }
        Func<IAmazonEC2, CancellationToken, Task<AwsDocument>> send;
        try
        {
            send = known.Bind(parametersJson);
        }
        catch (JsonException unknown)
        {
            return AwsDocumentSource.Refused(
                CallError.InvalidParameter,
                $"the parameters of {operation} cannot be sent: {unknown.Message}"
            );
        }
        var answer = await requests.SendAsync(bounded => send(ec2, bounded), ct);
        return answer.IsAnswered && Refusal(answer.Value) is { } refusal
            ? DocumentAnswer.Failed(refusal, isRetryable: false)
            : AwsDocumentSource.Answer(answer);
    }

    // With status 200, EC2 can still say that it did not do it for some resources.
    private static CallError? Refusal(AwsDocument answer)
    {
        if (!answer.Root.TryGetProperty("Unsuccessful", out var items) || items.GetArrayLength() == 0)
        {
            return null;
        }
        var first = AwsDocument.Of(items[0]);
        return new(
            Text(first, "Error", "Code") ?? "RequestFailed",
            $"{Text(first, "ResourceId")}: {Text(first, "Error", "Message")}"
        );
    }

    private static string? Text(AwsDocument document, params ReadOnlySpan<string> path) =>
        document.At(DocumentPath.Of(path))?.Root.GetString();
}
