using System.Collections.Immutable;
using Remediation.Core.Traffic;

namespace Remediation.Core.Checks;

/// <summary>The value of a check's parameter; which kinds there are is told by <see cref="ParameterType"/>.</summary>
public abstract record ParameterValue
{
    private protected ParameterValue() { }

    public static ParameterValue Of(ServiceSet services, string text) => new ServicesValue(services, text);

    public static ParameterValue Of(long number) => new IntegerValue(number);

    public static ParameterValue Of(bool flag) => new BooleanValue(flag);

    public static ParameterValue Of(string choice) => new ChoiceValue(choice);

    public static ParameterValue Of(params ImmutableArray<string> texts) => new TextsValue(texts);

    /// <summary>A set of services, and the text that a person wrote for it.</summary>
    public sealed record ServicesValue(ServiceSet Services, string Text) : ParameterValue
    {
        public override string ToString() => Text;
    }

    /// <summary>A whole number.</summary>
    public sealed record IntegerValue(long Number) : ParameterValue
    {
        public override string ToString() => $"{Number}";
    }

    /// <summary>True or false.</summary>
    public sealed record BooleanValue(bool Flag) : ParameterValue
    {
        public override string ToString() => Flag ? "true" : "false";
    }

    /// <summary>A list of texts, in the order given.</summary>
    public sealed record TextsValue(ImmutableArray<string> Texts) : ParameterValue
    {
        public bool Equals(TextsValue? other) => other is not null && Texts.SequenceEqual(other.Texts);

        public override int GetHashCode() => Texts.Aggregate(0, HashCode.Combine);

        public override string ToString() => Texts.IsEmpty ? "none" : string.Join(", ", Texts);
    }

    /// <summary>One of a closed set of words.</summary>
    public sealed record ChoiceValue(string Choice) : ParameterValue
    {
        public override string ToString() => Choice;
    }
}
