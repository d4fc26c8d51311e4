namespace Remediation.Aws.Documents;

/// <summary>What a successful request was answered with.</summary>
/// <param name="Body">Empty where the call gives nothing back.</param>
/// <param name="Header">A header's value by name, empty where it was not sent.</param>
internal sealed record HttpAnswer(byte[] Body, Func<string, string> Header);
