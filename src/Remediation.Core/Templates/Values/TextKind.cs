namespace Remediation.Core.Templates.Values;

/// <summary>What a scalar was written as.</summary>
public enum TextKind
{
    Text,
    Number,
    Boolean,
}
