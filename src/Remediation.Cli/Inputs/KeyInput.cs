using Remediation.Core;
using Remediation.Core.Policies.Destinations;
using Remediation.Engine.Approvals;
using Remediation.Engine.Tickets.Secrets;

namespace Remediation.Cli.Inputs;

/// <summary>Reads a key by a reference to where it is kept: it never stands on a command line, where every process can see it.</summary>
internal static class KeyInput
{
    private const int LongestFile = 1 << 16;

    /// <summary>The key, or why there is none.</summary>
    /// <param name="reference"><c>env:NAME</c>, <c>file:PATH</c>, <c>ssm:NAME</c> or <c>secret:ARN</c>.</param>
    public static async Task<ParseResult<string>> ReadAsync(
        string reference,
        Session session,
        CancellationToken cancellationToken
    ) =>
        reference.Split(':', 2) switch
        {
            ["env", { Length: > 0 } name] => session.Variable(name) is { Length: > 0 } key
                ? ParseResult<string>.Success(key)
                : ParseResult<string>.Failure($"--sign-with {reference}: the variable is not set"),
            ["file", { Length: > 0 } path] => OfFile(path),
            ["ssm", { Length: > 0 } name] => await OfSecretAsync(
                reference,
                new(name, null),
                session,
                cancellationToken
            ),
            ["secret", { } arn] when SecretReference.Parse(arn) is { IsParameter: false } secret => await OfSecretAsync(
                reference,
                secret,
                session,
                cancellationToken
            ),
            _ => ParseResult<string>.Failure(
                $"--sign-with {reference}: say where the key is: env:NAME, file:PATH, ssm:NAME or secret:ARN"
            ),
        };

    private static ParseResult<string> OfFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile
                ? ParseResult<string>.Success(File.ReadAllText(path).TrimEnd('\r', '\n'))
                : ParseResult<string>.Failure($"--sign-with file:{path}: it is too large for a key");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ParseResult<string>.Failure($"--sign-with file:{path}: it cannot be read: {fault.Message}");
        }
    }

    private static async Task<ParseResult<string>> OfSecretAsync(
        string named,
        SecretReference reference,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (!LiveAccount.OpenForExport(session.Variable).TryGet(out var aws, out var error))
        {
            return ParseResult<string>.Failure(error);
        }
        var key = new SecretApprovalKey(new SecretReader(aws, session.Time), reference);
        var read = await key.ReadAsync(cancellationToken);
        return read.IsAnswered
            ? ParseResult<string>.Success(read.Value)
            : ParseResult<string>.Failure($"--sign-with {named}: {read.Error}");
    }
}
