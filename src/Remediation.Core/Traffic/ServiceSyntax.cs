using System.Globalization;

namespace Remediation.Core.Traffic;

/// <summary>
/// Services as a policy document writes them: <c>tcp/443</c>, <c>udp/53</c>, <c>tcp/8000-8100</c>, <c>tcp</c> (every port),
/// <c>22</c> (TCP and UDP), <c>icmp</c>, <c>icmp/8</c> (a type with all its codes), <c>icmpv6</c>, <c>protocol/50</c> (IANA
/// number) and <c>all</c>. It is not what EC2 takes: see <see cref="IpProtocol"/> for that.
/// </summary>
public static class ServiceSyntax
{
    /// <summary>Matches exactly the text that <see cref="Parse"/> can take, but for the bounds of numbers and ranges.</summary>
    public const string JsonSchemaPattern =
        "^(all|(tcp|udp)(/[0-9]{1,5}(-[0-9]{1,5})?)?|[0-9]{1,5}(-[0-9]{1,5})?|icmp(v6)?(/[0-9]{1,3})?|protocol/[0-9]{1,3})$";

    private const string Examples =
        "a service is written like tcp/443, udp/53, tcp/8000-8100, 22, icmp/8, protocol/50 or all";

    /// <summary>Reads one service; the reason on failure says what would be right.</summary>
    public static ParseResult<ServiceSet> Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var word = slash < 0 ? text : text[..slash];
        var detail = slash < 0 ? null : text[(slash + 1)..];
        return word switch
        {
            "all" when detail is null => ParseResult<ServiceSet>.Success(ServiceSet.All),
            "tcp" => Ports(detail, text, IpProtocol.Tcp),
            "udp" => Ports(detail, text, IpProtocol.Udp),
            "icmp" => Icmp(detail, text, IpProtocol.Icmp),
            "icmpv6" => Icmp(detail, text, IpProtocol.IcmpV6),
            "protocol" => Numbered(detail, text),
            _ when detail is null && word.Length > 0 && char.IsAsciiDigit(word[0]) => Ports(
                word,
                text,
                IpProtocol.Tcp,
                IpProtocol.Udp
            ),
            _ => Failure(text, Examples),
        };
    }

    private static ParseResult<ServiceSet> Ports(string? detail, string text, params ReadOnlySpan<IpProtocol> protocols)
    {
        var ports = PortSet.All;
        if (detail is not null && !TryParsePorts(detail, out ports))
        {
            return Failure(text, "ports are one number within 0 to 65535, or a range of two such as 8000-8100");
        }
        var services = ServiceSet.Empty;
        foreach (var protocol in protocols)
        {
            services = services.Union(ServiceSet.Of(protocol, ports));
        }
        return ParseResult<ServiceSet>.Success(services);
    }

    private static bool TryParsePorts(string text, out PortSet ports)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var isRange =
            TryParseNumber(dash < 0 ? text : text[..dash], ushort.MaxValue, out var first)
                & TryParseNumber(dash < 0 ? text : text[(dash + 1)..], ushort.MaxValue, out var last)
            && first <= last;
        ports = isRange ? PortSet.Of(first, last) : PortSet.Empty;
        return isRange;
    }

    private static ParseResult<ServiceSet> Icmp(string? detail, string text, IpProtocol protocol)
    {
        if (detail is null)
        {
            return ParseResult<ServiceSet>.Success(ServiceSet.Of(protocol, PortSet.All));
        }
        return TryParseNumber(detail, byte.MaxValue, out var type)
            ? ParseResult<ServiceSet>.Success(ServiceSet.Of(protocol, PortSet.Of(type << 8, (type << 8) | 0xFF)))
            : Failure(text, $"after {protocol}/ comes an ICMP type within 0 to 255, such as {protocol}/8");
    }

    private static ParseResult<ServiceSet> Numbered(string? detail, string text) =>
        TryParseNumber(detail ?? "", byte.MaxValue, out var number)
            ? ParseResult<ServiceSet>.Success(ServiceSet.Of(IpProtocol.Of((byte)number), PortSet.All))
            : Failure(text, "after protocol/ comes an IANA protocol number within 0 to 255, such as protocol/50");

    // A leading zero means octal to some readers of YAML, so it means nothing here.
    private static bool TryParseNumber(string text, int most, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 5
            && (text.Length == 1 || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= most;
    }

    private static ParseResult<ServiceSet> Failure(string text, string expected) =>
        ParseResult<ServiceSet>.Failure(
            $"'{(text.Length > 40 ? text[..40] + "..." : text)}' is not a service: {expected}"
        );
}
