namespace Remediation.Core.Checks;

/// <summary>A control of a published standard that a check covers, such as <c>EC2.13</c> (Security Hub) or <c>CIS-5.3</c>.</summary>
public sealed record Control(string Id, string Name);
