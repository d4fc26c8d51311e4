using Remediation.Core.Planning;

namespace Remediation.Engine.Offline.Export;

/// <summary>
/// Asks again, after ever longer waits, what AWS did not answer for the moment, as when it throttles. A service that stayed silent
/// to the end is not waited for a second time.
/// </summary>
internal sealed class PatientDocuments(IDocumentSource source, TimeProvider time) : IDocumentSource
{
    private const int Waits = 5;

    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);

    public string Region => source.Region;

    public async Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    )
    {
        for (var wait = 0; ; wait++)
        {
            var answer = await source.CallAsync(service, operation, parametersJson, cancellationToken);
            if (!IsWorthWaiting(answer) || _givenUp.Contains(service))
            {
                return answer;
            }
            if (wait == Waits)
            {
                _givenUp.Add(service);
                return answer;
            }
            await Task.Delay(TimeSpan.FromSeconds(1 << wait), time, cancellationToken);
        }
    }

    // What is not there at all, as a service in a region that has none, does not come by waiting.
    private static bool IsWorthWaiting(DocumentAnswer answer) =>
        answer is { IsAnswered: false, IsRetryable: true, Error.Code: not CallError.Unreachable };
}
