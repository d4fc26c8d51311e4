using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>The token by which AWS Network Firewall notices that somebody else has written in between; it changes with every write.</summary>
internal static class FirewallToken
{
    public const string Name = "UpdateToken";
    public const string Invalid = "InvalidTokenException";

    public static string? Of(AwsDocument described) => FirewallJson.Text(described.Root, Name);

    /// <summary>Why the call would be refused, or null.</summary>
    public static string? Fault(AwsDocument described, JsonElement parameters, bool isRequired) =>
        (FirewallJson.Text(parameters, Name), Of(described)) switch
        {
            (null, _) when isRequired => "the call has no token",
            (null, _) => null,
            var (given, held) when given == held => null,
            _ => "the token is not that of the present state: somebody has written since it was read",
        };

    /// <summary>With a token that it did not have before; the same call on the same state always gives the same.</summary>
    public static AwsDocument Renewed(AwsDocument described, ApiCall call)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Of(described)} {call}"));
        var token = new Guid(digest.AsSpan(0, 16)).ToString();
        return described.With(DocumentPath.Of(Name), AwsDocument.Build(writer => writer.WriteStringValue(token)));
    }
}
