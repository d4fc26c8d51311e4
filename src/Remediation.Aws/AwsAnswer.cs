using System.Diagnostics.CodeAnalysis;

namespace Remediation.Aws;

/// <summary>What one request, or all pages of one, gave: the answer, or the failure.</summary>
internal readonly record struct AwsAnswer<T>
    where T : class
{
    public AwsAnswer(T value) => Value = value;

    public AwsAnswer(AwsFailure failure) => Failure = failure;

    public T? Value { get; }

    public AwsFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsAnswered => Value is not null;
}
