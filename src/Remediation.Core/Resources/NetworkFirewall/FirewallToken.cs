using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The token by which AWS Network Firewall notices that somebody else has written in between; it changes with every write. A call on
/// a firewall may go without, and then overwrites whatever stands there.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_AssociateFirewallPolicy.html.
/// </summary>
public static class FirewallToken
{
    internal const string Name = "UpdateToken";
    internal const string Invalid = "InvalidTokenException";

    // It takes no token and gives none.
    private const string LoggingUpdate = "UpdateLoggingConfiguration";

    internal static string? Of(AwsDocument described) => FirewallJson.Text(described.Root, Name);

    /// <summary>The token that the call left, for the next on the same firewall; null where it left none.</summary>
    public static string? LeftBy(ApiCall call, AwsDocument answer) =>
        call.Service == FirewallParts.Service ? Of(answer) : null;

    /// <summary>The same of a call that was done in memory.</summary>
    public static string? LeftBy(ApiCall call, ResourceState after) =>
        after is Firewall firewall && call.Operation != LoggingUpdate
            ? Of(firewall.Parts[FirewallParts.Firewall])
            : null;

    /// <summary>
    /// The call as it is sent after another on the same firewall: with the token that the other left, which nobody knew when the
    /// calls were planned.
    /// </summary>
    public static ApiCall Carried(ApiCall call, string? token) =>
        token is null
        || call.Service != FirewallParts.Service
        || call.Resource?.Type != ResourceTypes.Firewall
        || call.Operation == LoggingUpdate
        || FirewallJson.Text(call.Parameters, Name) is not null
            ? call
            : WithToken(call, token).For(call.Resource);

    private static ApiCall WithToken(ApiCall call, string token) =>
        ApiCall.Create(
            call.Service,
            call.Operation,
            call.Effect,
            call.Summary,
            writer =>
            {
                writer.WriteString(Name, token);
                foreach (var parameter in call.Parameters.EnumerateObject())
                {
                    parameter.WriteTo(writer);
                }
            }
        );

    /// <summary>Why the call would be refused, or null.</summary>
    internal static string? Fault(AwsDocument described, JsonElement parameters, bool isRequired) =>
        (FirewallJson.Text(parameters, Name), Of(described)) switch
        {
            (null, _) when isRequired => "the call has no token",
            (null, _) => null,
            var (given, held) when given == held => null,
            _ => "the token is not that of the present state: somebody has written since it was read",
        };

    /// <summary>With a token that it did not have before; the same call on the same state always gives the same.</summary>
    internal static AwsDocument Renewed(AwsDocument described, ApiCall call)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Of(described)} {call}"));
        var token = new Guid(digest.AsSpan(0, 16)).ToString();
        return described.With(DocumentPath.Of(Name), AwsDocument.Build(writer => writer.WriteStringValue(token)));
    }
}
