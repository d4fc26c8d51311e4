namespace Remediation.Benchmarks;

/// <summary>One line of the result: a figure beside its floor and its budget, as a person reads them.</summary>
internal sealed record Row(string What, string Measured, string Floor, string Ratio, string Budget, bool IsWithin);
