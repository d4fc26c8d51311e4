namespace Remediation.Core.Planning;

/// <summary>What a call does to the resource, for people: adds (+), removes (-) or changes (~).</summary>
public enum ApiCallEffect
{
    Adds,
    Removes,
    Changes,
}
