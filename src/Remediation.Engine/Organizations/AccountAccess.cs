using System.Diagnostics.CodeAnalysis;
using Remediation.Core.Planning;

namespace Remediation.Engine.Organizations;

/// <summary>Another account that can be worked in, or why it cannot.</summary>
public sealed record AccountAccess
{
    private AccountAccess() { }

    public IAccount? Account { get; private init; }

    /// <summary>The ARN of the IAM role that the engine works as there, so that it knows its own changes.</summary>
    public string OwnPrincipal { get; private init; } = "";

    /// <summary>The services of the account and region in AWS's own documents; null where it has none.</summary>
    public IDocumentSource? Documents { get; private init; }

    public CallError? Error { get; private init; }

    /// <summary>Whether opening it again later may succeed.</summary>
    public bool IsRetryable { get; private init; }

    [MemberNotNullWhen(true, nameof(Account))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOpen => Account is not null;

    public static AccountAccess Of(IAccount account, string ownPrincipal, IDocumentSource? documents = null) =>
        new()
        {
            Account = account,
            OwnPrincipal = ownPrincipal,
            Documents = documents,
        };

    public static AccountAccess Refused(CallError error, bool isRetryable) =>
        new() { Error = error, IsRetryable = isRetryable };
}
