using Remediation.Core.Json;

namespace Remediation.Core.Resources.SecurityGroups;

/// <summary>
/// Reads the elements of big listings from their bytes, one after the other, and shares values between them. It keeps nothing of
/// an element but what it gave for it. It is not for use by several threads: each takes one of its own.
/// </summary>
public sealed class SecurityGroupElements
{
    private readonly AwsText _text = new();
    private readonly ValuePool _pool = new();

    /// <summary>One element of DescribeSecurityGroups; a JsonException where it is no JSON.</summary>
    public ParseResult<SecurityGroupElement> ReadGroup(ReadOnlyMemory<byte> json) =>
        SecurityGroupElementReader.Read(_text.Read(json), _pool);

    /// <summary>One element of DescribeSecurityGroupRules; a JsonException where it is no JSON.</summary>
    public ParseResult<ReadRule> ReadRule(ReadOnlyMemory<byte> json) =>
        SecurityGroupRuleReader.Read(_text.Read(json), _pool);
}
