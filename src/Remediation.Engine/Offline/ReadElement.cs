using Remediation.Core;

namespace Remediation.Engine.Offline;

/// <summary>One element of a listing as it was read.</summary>
/// <param name="Result">What it is, or why it cannot be told.</param>
/// <param name="Original">Its JSON where something of it was not understood, else null.</param>
internal readonly record struct ReadElement<T>(ParseResult<T> Result, string? Original)
    where T : notnull;
