namespace Remediation.Engine;

/// <summary>
/// Calls AWS operations in terms of AWS's own JSON: parameters as <c>aws ... --cli-input-json</c> takes them, answers as the AWS
/// CLI writes them, whole. One account in one region. Failure is a value; an exception is a bug.
/// </summary>
public interface IDocumentSource
{
    /// <summary>The region's code.</summary>
    string Region { get; }

    /// <summary>Calls once: one page of a listing.</summary>
    /// <param name="service">The service as IAM and the AWS CLI name it, such as <c>wafv2</c>.</param>
    /// <param name="operation">The API operation, such as <c>GetWebACL</c>.</param>
    /// <param name="parametersJson">A JSON object.</param>
    Task<DocumentAnswer> CallAsync(
        string service,
        string operation,
        string parametersJson,
        CancellationToken cancellationToken
    );
}
