using System.Text.RegularExpressions;
using CsCheck;
using Remediation.Core.Traffic;

namespace Remediation.Core.Tests.Traffic;

public sealed class ServiceSyntaxTests
{
    [Theory]
    [InlineData("tcp/443", "tcp/443")]
    [InlineData("udp/53", "udp/53")]
    [InlineData("tcp/8000-8100", "tcp/8000-8100")]
    [InlineData("tcp", "tcp")]
    [InlineData("tcp/0", "tcp/0")]
    [InlineData("tcp/0-65535", "tcp")]
    [InlineData("22", "tcp/22, udp/22")]
    [InlineData("0", "tcp/0, udp/0")]
    [InlineData("20-25", "tcp/20-25, udp/20-25")]
    [InlineData("icmp", "icmp")]
    [InlineData("icmp/8", "icmp type 8")]
    [InlineData("icmpv6/128", "icmpv6 type 128")]
    [InlineData("protocol/50", "protocol 50")]
    [InlineData("protocol/6", "tcp")]
    [InlineData("all", "all traffic")]
    public void Parse_Service_IsThatSet(string text, string expected)
    {
        Assert.Equal(expected, ServiceSyntax.Parse(text).Value.ToString());
        Assert.Matches(ServiceSyntax.JsonSchemaPattern, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssh")]
    [InlineData("TCP/443")]
    [InlineData("all/22")]
    [InlineData("-1")]
    [InlineData("6/22")]
    public void Parse_NoService_ShowsHowOneIsWritten(string text) =>
        Assert.Equal(
            $"'{text}' is not a service: a service is written like tcp/443, udp/53, tcp/8000-8100, 22, icmp/8, protocol/50 or all",
            ServiceSyntax.Parse(text).Error
        );

    [Theory]
    [InlineData("tcp/")]
    [InlineData("tcp/65536")]
    [InlineData("tcp/443-80")]
    [InlineData("tcp/80,443")]
    [InlineData("tcp/-1")]
    [InlineData("tcp/80-")]
    [InlineData("tcp/022")]
    [InlineData("022")]
    [InlineData("22 ")]
    [InlineData("70000")]
    [InlineData("tcp/99999999999999999999")]
    public void Parse_NoPort_SaysWhatPortsAre(string text) =>
        Assert.Equal(
            $"'{text}' is not a service: ports are one number within 0 to 65535, or a range of two such as 8000-8100",
            ServiceSyntax.Parse(text).Error
        );

    [Theory]
    [InlineData("icmp/256", "after icmp/ comes an ICMP type within 0 to 255, such as icmp/8")]
    [InlineData("icmpv6/", "after icmpv6/ comes an ICMP type within 0 to 255, such as icmpv6/8")]
    [InlineData("protocol", "after protocol/ comes an IANA protocol number within 0 to 255, such as protocol/50")]
    [InlineData("protocol/256", "after protocol/ comes an IANA protocol number within 0 to 255, such as protocol/50")]
    public void Parse_NoNumber_SaysWhichNumber(string text, string expected) =>
        Assert.Equal($"'{text}' is not a service: {expected}", ServiceSyntax.Parse(text).Error);

    [Fact]
    public void Parse_AnyText_NeverTakesWhatTheSchemaDoesNot() =>
        Gen.OneOf("tcp", "udp", "icmp", "v6", "all", "protocol", "/", "-", "0", "6", "22", "255", " ", "\n")
            .Array[0, 5]
            .Select(string.Concat)
            .Sample(
                text =>
                    !ServiceSyntax.Parse(text).IsSuccess
                    || Regex.IsMatch(
                        text,
                        ServiceSyntax.JsonSchemaPattern,
                        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
                    ),
                iter: 20_000
            );
}
