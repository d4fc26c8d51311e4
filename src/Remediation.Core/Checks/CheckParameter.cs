using System.Collections.Immutable;

namespace Remediation.Core.Checks;

/// <summary>One parameter of a check: its name in the policy document, what it takes, and what holds when it is not given.</summary>
public sealed record CheckParameter(string Name, ParameterType Type, ParameterValue Default, string Description)
{
    /// <summary>For <see cref="ParameterType.Choice"/>: the words it takes.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>For <see cref="ParameterType.Integer"/>: the least it takes.</summary>
    public long Minimum { get; init; }

    /// <summary>For <see cref="ParameterType.Integer"/>: the most it takes.</summary>
    public long Maximum { get; init; } = uint.MaxValue;
}
