namespace Remediation.Core.Policies.Loading;

/// <summary>A word of a closed list, what it stands for, and what it means to the reader of the schema.</summary>
internal sealed record PolicyWord<T>(string Word, T Value, string Description);
