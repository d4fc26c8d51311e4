using Remediation.Core.Resources.Waf;
using Remediation.Core.Traffic;

namespace Remediation.Checks.Waf;

/// <summary>The addresses of an IP set, as sets: how the blocks are cut makes no difference.</summary>
internal static class SetAddresses
{
    /// <summary>All of them, or null where one cannot be read.</summary>
    public static AddressSet? Of(IpSet set)
    {
        var blocks = new List<Cidr>();
        foreach (var text in set.Addresses)
        {
            if (!Cidr.TryParse(text, out var block))
            {
                return null;
            }
            blocks.Add(block);
        }
        return AddressSet.Of(blocks);
    }

    /// <summary>IPV4 or IPV6, as AWS has it; empty where it does not say.</summary>
    public static string FamilyOf(IpSet set) => set.Document.Text("IPAddressVersion");
}
