namespace Remediation.Core.Templates.Resolution;

/// <summary>Whether a condition holds, or why that is not known.</summary>
internal readonly record struct Truth(bool? Value, string Reason)
{
    public static Truth Of(bool value) => new(value, "");

    public static Truth Unknown(string reason) => new(null, reason);
}
