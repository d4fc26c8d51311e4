namespace Remediation.Core.Resources.Documents;

/// <summary>One place at which three documents are all different, so that a merge would take away what somebody wrote.</summary>
/// <param name="Path">Where.</param>
/// <param name="Prior">What was there first, or null.</param>
/// <param name="Made">What was made of it, or null.</param>
/// <param name="Present">What is there now, or null.</param>
public sealed record DocumentConflict(DocumentPath Path, AwsDocument? Prior, AwsDocument? Made, AwsDocument? Present);
