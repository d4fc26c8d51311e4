namespace Remediation.Engine.Audits;

/// <summary>Where the list of what is to be audited is kept.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Folder">What the keys of this audit begin with.</param>
/// <param name="Key">The key of the list.</param>
/// <param name="Count">How many accounts and regions it holds.</param>
public sealed record AuditTargets(string Bucket, string Folder, string Key, int Count);
