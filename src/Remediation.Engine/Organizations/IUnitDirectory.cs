namespace Remediation.Engine.Organizations;

/// <summary>Tells in which organizational units an account is. Failure is a value; an exception is a bug.</summary>
public interface IUnitDirectory
{
    /// <summary>
    /// The ids of the unit that the account is in and of all above it, the root's included; or why they are not known. An account
    /// that is in no organization has none.
    /// </summary>
    ValueTask<StoreAnswer<IReadOnlyList<string>>> UnitsOfAsync(string account, CancellationToken cancellationToken);
}
