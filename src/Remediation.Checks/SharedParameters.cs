using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Traffic;

namespace Remediation.Checks;

/// <summary>The parameters that several checks declare alike.</summary>
internal static class SharedParameters
{
    public static CheckParameter MaxPublicAddresses { get; } =
        new(
            CheckParameters.MaxPublicAddresses,
            ParameterType.Integer,
            ParameterValue.Of(CheckParameters.DefaultMaxPublicAddresses),
            "How many untrusted public IPv4 addresses all offending rules together may reach before they count as anywhere; "
                + "up to that they are untrusted, at a lower severity. For IPv6 the limit is one /32."
        );

    public static ImmutableArray<CheckParameter> Replacement { get; } =
    [
        new(
            CheckParameters.MaxReplacementRules,
            ParameterType.Integer,
            ParameterValue.Of(10),
            "The most rules that may stand for what is left of one rule."
        )
        {
            Maximum = 60,
        },
        new(
            CheckParameters.OnTooManyRules,
            ParameterType.Choice,
            ParameterValue.Of(CheckParameters.Ticket),
            "What happens when the rest of a rule would take more rules than that: remove the whole rule, or open a ticket."
        )
        {
            Choices = [CheckParameters.Remove, CheckParameters.Ticket],
        },
    ];

    public static CheckParameter Ports(ServiceSet services, string text, string description) =>
        new(CheckParameters.Ports, ParameterType.Services, ParameterValue.Of(services, text), description);

    /// <summary>The given ports of TCP and of UDP, as a bare number in the policy means.</summary>
    public static ServiceSet TcpAndUdp(params ReadOnlySpan<int> ports) =>
        ServiceSet.Tcp(ports).Union(ServiceSet.Udp(ports));
}
