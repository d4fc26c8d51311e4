namespace Remediation.Core.Checks;

/// <summary>What a check's parameter takes in the policy document.</summary>
public enum ParameterType
{
    /// <summary>A list of services: <c>tcp/443</c>, <c>udp/53</c>, <c>tcp/8000-8100</c>, <c>icmp</c>; a bare port means TCP and UDP.</summary>
    Services,

    /// <summary>A whole number within <see cref="CheckParameter.Minimum"/> and <see cref="CheckParameter.Maximum"/>.</summary>
    Integer,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>One of <see cref="CheckParameter.Choices"/>.</summary>
    Choice,

    /// <summary>A list of texts, such as names or ARNs.</summary>
    Texts,
}
