namespace Remediation.Aws;

/// <summary>
/// How long one request to AWS may take, its retries included. The SDK's own defaults let a call hang for more than a minute
/// against an endpoint that does not answer, longer than a function may live.
/// </summary>
/// <param name="Connect">For opening the connection, each attempt.</param>
/// <param name="Attempt">For one attempt, from sending to the end of the answer.</param>
/// <param name="Total">For all attempts and the waits between them; afterwards the request has failed, retryable.</param>
/// <param name="Retries">The most attempts after the first.</param>
public sealed record RequestBudget(TimeSpan Connect, TimeSpan Attempt, TimeSpan Total, int Retries)
{
    public static RequestBudget Default { get; } =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9), 3);
}
