using Remediation.Aws;
using Remediation.Aws.Baselines;
using Remediation.Core;
using Remediation.Engine.Baselines;

namespace Remediation.Cli.Inputs;

/// <summary>Opens the store of baselines that <c>--baselines</c> names: a folder, or <c>aws:TABLE/BUCKET</c>. It sends no request.</summary>
internal static class BaselineInput
{
    private const string Aws = "aws:";

    /// <param name="place">What the option says, or null where no baselines are kept.</param>
    public static ParseResult<IBaselineStore> Open(string? place, Session session)
    {
        if (place is null)
        {
            return ParseResult<IBaselineStore>.Success(NoBaselines.Instance);
        }
        if (!place.StartsWith(Aws, StringComparison.Ordinal))
        {
            return File.Exists(place)
                ? ParseResult<IBaselineStore>.Failure($"--baselines {place}: it is a file; give a folder")
                : ParseResult<IBaselineStore>.Success(new FolderBaselines(place, session.Time));
        }
        if (place[Aws.Length..].Split('/') is not [{ Length: > 0 } table, { Length: > 0 } bucket])
        {
            return ParseResult<IBaselineStore>.Failure(
                $"--baselines {place}: give the ledger's table and the bucket as aws:TABLE/BUCKET"
            );
        }
        return AwsClients
            .Create(AwsClientSettings.FromVariables(session.Variable))
            .TryGet(out var clients, out var error)
            ? ParseResult<IBaselineStore>.Success(
                new DynamoDbBaselines(
                    clients.CreateDynamoDb(),
                    clients.CreateS3(),
                    table,
                    bucket,
                    clients.Budget,
                    session.Time
                )
            )
            : ParseResult<IBaselineStore>.Failure(error);
    }
}
