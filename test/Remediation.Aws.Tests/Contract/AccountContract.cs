namespace Remediation.Aws.Tests.Contract;

/// <summary>What the tests of every part of the contract share: the account under test, and its known quirks.</summary>
public abstract class AccountContract
{
    protected abstract Quirks Quirks { get; }

    protected abstract Task<ContractSetting> OpenAsync();

    protected bool Has(Quirks quirk) => Quirks.HasFlag(quirk);
}
