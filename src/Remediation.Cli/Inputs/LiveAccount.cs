using Remediation.Aws;
using Remediation.Aws.Documents;
using Remediation.Core;
using Remediation.Engine;

namespace Remediation.Cli.Inputs;

/// <summary>Opens the live account that the environment names, as every AWS tool does. It sends no request.</summary>
internal static class LiveAccount
{
    public static ParseResult<IAccount> Open(Func<string, string?> variable)
    {
        var settings = AwsClientSettings.FromVariables(variable);
        // The clients live as long as the process.
        return AwsClients.Create(settings).TryGet(out var clients, out var error)
            ? ParseResult<IAccount>.Success(AwsAccount.Open(clients))
            : ParseResult<IAccount>.Failure(error);
    }

    /// <summary>All that can be exported of it, as documents.</summary>
    public static ParseResult<IDocumentSource> OpenForExport(Func<string, string?> variable) =>
        AwsClients.Create(AwsClientSettings.FromVariables(variable)).TryGet(out var clients, out var error)
            ? ParseResult<IDocumentSource>.Success(AwsDocumentSource.ForExport(clients))
            : ParseResult<IDocumentSource>.Failure(error);
}
