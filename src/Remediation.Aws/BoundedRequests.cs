using System.Globalization;
using System.Runtime.CompilerServices;

namespace Remediation.Aws;

/// <summary>
/// Sends requests so that each ends within the budget, and turns the SDK's exceptions into failures. Only the caller's own
/// cancellation, and bugs, still throw.
/// </summary>
internal sealed class BoundedRequests(RequestBudget budget)
{
    public async Task<AwsAnswer<T>> SendAsync<T>(
        Func<CancellationToken, Task<T>> send,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(budget.Total);
        try
        {
            // Waiting here too keeps the bound where the SDK does not heed the token, as in its look-up of credentials.
            return new(await send(bounded.Token).WaitAsync(bounded.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(TimedOut());
        }
        catch (Exception exception) when (AwsFailure.From(exception) is { } failure)
        {
            return new(failure);
        }
    }

    /// <summary>
    /// Follows the pages of a listing to the end. A failure is the last that it gives.
    /// </summary>
    /// <param name="page">Sends the request for the page that the token names; null names the first.</param>
    /// <param name="next">The token of the page after, or null or empty after the last.</param>
    public async IAsyncEnumerable<AwsAnswer<T>> PagesAsync<T>(
        Func<string?, CancellationToken, Task<T>> page,
        Func<T, string?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : class
    {
        string? token = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var current = token;
            var answer = await SendAsync(bounded => page(current, bounded), cancellationToken);
            yield return answer;
            token = answer.IsAnswered ? next(answer.Value) : null;
            if (!string.IsNullOrEmpty(token) && !seen.Add(token))
            {
                yield return new(new AwsFailure(new(AwsFailure.Malformed, $"page {token} comes again"), true));
                yield break;
            }
        } while (!string.IsNullOrEmpty(token));
    }

    /// <summary>The items of all pages; nothing of them when a page cannot be read, so that a part is never taken for the whole.</summary>
    public async Task<AwsAnswer<List<TItem>>> AllAsync<TPage, TItem>(
        Func<string?, CancellationToken, Task<TPage>> page,
        Func<TPage, string?> next,
        Func<TPage, List<TItem>?> items,
        CancellationToken cancellationToken
    )
        where TPage : class
    {
        var all = new List<TItem>();
        await foreach (var answer in PagesAsync(page, next, cancellationToken))
        {
            if (!answer.IsAnswered)
            {
                return new(answer.Failure);
            }
            all.AddRange(items(answer.Value) ?? []);
        }
        return new(all);
    }

    private AwsFailure TimedOut() =>
        new(
            new(
                AwsFailure.Timeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no answer within {budget.Total.TotalSeconds:0.#} s, retries included"
                )
            ),
            IsRetryable: true
        );
}
