using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Policies;

/// <summary>The checks that policies are loaded against here: the ids and parameters of the product, without their code.</summary>
public static class SampleChecks
{
    private static readonly CheckParameter MaxPublicAddresses = new(
        "maxPublicAddresses",
        ParameterType.Integer,
        ParameterValue.Of(65_536),
        "More public addresses than this are anywhere."
    )
    {
        Minimum = 1,
    };

    private static readonly CheckParameter MaxReplacementRules = new(
        "maxReplacementRules",
        ParameterType.Integer,
        ParameterValue.Of(10),
        "The most rules that may stand in for one."
    )
    {
        Maximum = 60,
    };

    private static readonly CheckParameter OnTooManyRules = new(
        "onTooManyRules",
        ParameterType.Choice,
        ParameterValue.Of("ticket"),
        "What happens when more would be needed."
    )
    {
        Choices = ["remove", "ticket"],
    };

    public static IReadOnlyList<CheckMetadata> All { get; } =
    [
        Check("sg-open-admin-port", FixKind.Automatic, [Ports(ServiceSet.Tcp(22, 3389), "22, 3389"), .. Subtracting]),
        Check("sg-open-high-risk-port", FixKind.Automatic, [Ports(ServiceSet.Tcp(1433), "1433"), .. Subtracting]),
        Check(
            "sg-open-unauthorized-port",
            FixKind.Automatic,
            [Ports(ServiceSet.Tcp(80, 443), "tcp/80, tcp/443"), .. Subtracting]
        ),
        Check("sg-default-has-rules", FixKind.Automatic, []),
        Check("sg-unrestricted-egress", FixKind.Automatic, [Ports(ServiceSet.Tcp(443), "tcp/443"), .. Subtracting]),
        Check("sg-flow-not-allowed", FixKind.Automatic, Subtracting),
        Check("sg-stale-reference", FixKind.Automatic, []),
        Check("sg-unused", FixKind.TicketOnly, []),
        Check("nacl-open-admin-port", FixKind.Automatic, [Ports(ServiceSet.Tcp(22, 3389), "22, 3389"), .. Subtracting]),
        Check(
            "nacl-ineffective-deny",
            FixKind.Automatic,
            [new("countDefault", ParameterType.Boolean, ParameterValue.Of(false), "Whether default ACLs count.")]
        ),
        Check("nacl-flow-not-allowed", FixKind.Automatic, []),
        Check("nacl-unused", FixKind.TicketOnly, []),
    ];

    private static ImmutableArray<CheckParameter> Subtracting =>
        [MaxPublicAddresses, MaxReplacementRules, OnTooManyRules];

    public static PolicyLoadResult Load(string text) => PolicyLoader.Load(text, "policy.yaml", "sample", All);

    private static CheckParameter Ports(ServiceSet services, string text) =>
        new("ports", ParameterType.Services, ParameterValue.Of(services, text), "The ports.");

    private static CheckMetadata Check(string id, FixKind fix, ImmutableArray<CheckParameter> parameters) =>
        new()
        {
            Id = id,
            Title = $"{id} is so",
            Rationale = "It matters.",
            DoesNotCheck = "Anything else.",
            Severity = Severity.High,
            ResourceType = "AWS::EC2::SecurityGroup",
            FixKind = fix,
            FixDescription =
                fix == FixKind.Automatic ? "Takes the traffic away." : "Only a person knows whether it is needed.",
            ManualFix = "Take it away.",
            Triggers = ["AuthorizeSecurityGroupIngress"],
            Parameters = parameters,
        };
}
