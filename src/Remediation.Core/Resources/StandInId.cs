using System.Security.Cryptography;
using System.Text;

namespace Remediation.Core.Resources;

/// <summary>
/// Ids for what a plan makes, before AWS gives the real ones. They are told from real ids by the word in them, are equal for equal
/// requests, and are never sent.
/// </summary>
internal static class StandInId
{
    private const int Digits = 12;

    public static string For(string prefix, string request) =>
        $"{prefix}-new{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))[..Digits]}";
}
