using Remediation.Core.Checks;
using Remediation.Core.Policies.Yaml;
using Remediation.Core.Traffic;

namespace Remediation.Core.Policies.Loading;

/// <summary>Reads how workloads are cut off.</summary>
internal sealed class QuarantineReader(ValueReader values)
{
    /// <summary>As many as one event may have cut off.</summary>
    public const int MostInterfaces = 1_000;

    private readonly AddressReader _addresses = new(values);
    private readonly ServiceReader _services = new(values);

    public QuarantinePolicy Read(YamlNode? node)
    {
        if (node is null || values.Fields(node, PolicyKeys.Quarantine) is not { } fields)
        {
            return QuarantinePolicy.Default;
        }
        var (ingress, egress) = (TrafficSet.Empty, TrafficSet.Empty);
        foreach (var item in values.Items(fields["allow"]))
        {
            var (from, to) = Allowance(item);
            (ingress, egress) = (ingress.Union(from), egress.Union(to));
        }
        var most = fields["maxInterfaces"] is { } number ? values.Integer(number, 1, MostInterfaces) : null;
        return new()
        {
            Ingress = ingress,
            Egress = egress,
            IsHard = fields["hard"] is { } hard && (values.Flag(hard) ?? false),
            WaitsForWindows = fields["waitForChangeWindows"] is { } wait && (values.Flag(wait) ?? false),
            MaxInterfaces = (int)(most ?? QuarantinePolicy.Default.MaxInterfaces),
            Findings = [.. values.Items(fields["findings"]).Select(Finding).OfType<QuarantineFinding>()],
        };
    }

    private (TrafficSet From, TrafficSet To) Allowance(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.QuarantineAllowance) is not { } fields)
        {
            return (TrafficSet.Empty, TrafficSet.Empty);
        }
        var (from, to) = (fields["from"], fields["to"]);
        if ((from is null) == (to is null))
        {
            values.Problems.Error(
                node,
                "an allowance says either what may reach whoever is cut off, or what it may reach",
                "Give from or to, one of them"
            );
            return (TrafficSet.Empty, TrafficSet.Empty);
        }
        var traffic = TrafficSet.Of(_services.Some(fields["allow"]), _addresses.Ranges(from ?? to));
        if (traffic.Addresses.Overlaps(Internet.Space))
        {
            values.Problems.Warning(
                from ?? to ?? node,
                "these are addresses of the internet: whoever is there keeps a way to what is cut off",
                "Name the hosts of those who look into incidents, inside your network"
            );
        }
        return from is null ? (TrafficSet.Empty, traffic) : (traffic, TrafficSet.Empty);
    }

    private QuarantineFinding? Finding(YamlNode node)
    {
        if (values.Fields(node, PolicyKeys.QuarantineFinding) is not { } fields)
        {
            return null;
        }
        var types = values.Some(fields["types"], "Name at least one type, such as UnauthorizedAccess:EC2/*");
        return new(
            [.. types.Select(values.Text).OfType<string>()],
            values.Word(fields["minSeverity"], PolicyWords.Severities) ?? Severity.High
        );
    }
}
