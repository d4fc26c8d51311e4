namespace Remediation.Core.Policies.Loading;

/// <summary>One key that a mapping of the policy document takes.</summary>
internal sealed record PolicyKey(string Name, string Description, bool IsRequired = false);
