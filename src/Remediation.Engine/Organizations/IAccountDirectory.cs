namespace Remediation.Engine.Organizations;

/// <summary>
/// Opens the accounts and regions beside the one that the engine runs in. Failure is a value; an exception is a bug.
/// </summary>
public interface IAccountDirectory
{
    /// <summary>The account in a region, or why it cannot be worked in.</summary>
    /// <param name="account">Twelve digits.</param>
    /// <param name="region">The region's code.</param>
    /// <param name="purpose">What it is opened for, such as an event's id: the calls made there can be told by it afterwards.</param>
    ValueTask<AccountAccess> OpenAsync(
        string account,
        string region,
        string purpose,
        CancellationToken cancellationToken
    );
}
