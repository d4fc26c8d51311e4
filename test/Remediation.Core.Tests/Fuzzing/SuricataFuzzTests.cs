using System.Text;
using CsCheck;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;
using Remediation.Testing.Fuzzing;

namespace Remediation.Core.Tests.Fuzzing;

/// <summary>The rules of Network Firewall are text in Suricata's own language: what of it is not understood is unknown, and told.</summary>
public sealed class SuricataFuzzTests
{
    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            """
                # a comment
                pass tcp $HOME_NET any -> $EXTERNAL_NET 443 (msg:"web; \"quoted\""; flow:to_server,established; sid:1; rev:2;)
                drop http [10.0.0.0/8,!10.1.0.0/16] any <> any [80,8080:8090,!8085] (http.host; content:"evil.example"; nocase; pcre:"/a\/b/i"; sid:2;)
                alert tls any any -> any any (tls.sni; dotprefix; content:".example.com"; endswith; msg:"sni"; sid:3; metadata:a b, c d;)
                reject ip ![$A,$B] !any -> [::1/128,2001:db8::/32] any (geoip:src,US,!CA; sid:4;)
                drop icmp any any -> any any (itype:8; icode:0; threshold: type limit, track by_src, count 5, seconds 60; sid:5;) \
                """,
            """
                pass tcp any any -> any any (sid:10;)
                pass udp 0.0.0.0/0 53 -> $DNS [53,853] (flowbits:set,seen; xbits:isset,a,track ip_src; sid:11;)
                """,
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Read_AnyDamage_GivesRulesOrSaysWhatItCannotRead() => Damage.Of(Texts).Sample(IsRead, iter: 10_000);

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("![", 200_000)]
    [InlineData("pass tcp [", 50_000)]
    [InlineData("pass tcp any any -> any any (", 20_000)]
    [InlineData("pass tcp any any -> any any (sid:1;)\n", 20_000)]
    [InlineData("\\\n", 300_000)]
    [InlineData("\"", 500_000)]
    [InlineData(";", 500_000)]
    [InlineData("a,", 300_000)]
    [InlineData("1:", 300_000)]
    [InlineData("$A ", 300_000)]
    public void Read_LongRunOfTheSame_EndsInBoundedTime(string piece, int times) =>
        Assert.True(IsRead(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)))));

    [Theory]
    [InlineData("pass tcp {0} any -> any any (sid:1;)", "[", "]", 10_000)]
    [InlineData("pass tcp any {0} -> any any (sid:1;)", "[!", "]", 10_000)]
    public void Read_NestedLists_AreReadOrTold(string rule, string open, string close, int times)
    {
        var list =
            string.Concat(Enumerable.Repeat(open, times)) + "any" + string.Concat(Enumerable.Repeat(close, times));
        Assert.True(IsRead(Encoding.UTF8.GetBytes(rule.Replace("{0}", list, StringComparison.Ordinal))));
    }

    private static bool IsRead(byte[] input) =>
        Bounded.Read(
            input,
            () =>
            {
                var group = FirewallSample.Suricata(Encoding.UTF8.GetString(input));
                var sound = FirewallSample.Suricata("pass tcp any any -> any any (sid:1;)");
                return !group.Rules.IsDefault
                    && group.ChangesSince(sound) is not null
                    && sound.ChangesSince(group) is not null;
            }
        );
}
