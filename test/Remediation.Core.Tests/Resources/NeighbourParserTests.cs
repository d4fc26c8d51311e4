using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Tests.Resources.SecurityGroups;

namespace Remediation.Core.Tests.Resources;

public sealed class NeighbourParserTests
{
    [Fact]
    public void PrefixListParser_Output_TellsSizeAndOwner()
    {
        using var document = JsonDocument.Parse(
            """{"PrefixListId":"pl-1","PrefixListName":"dns","MaxEntries":5,"Version":3,"OwnerId":"AWS"}"""
        );

        var list = PrefixListParser.Parse(document.RootElement).Value;

        Assert.Equal(("pl-1", "dns", 5, 3L, "AWS"), (list.Id, list.Name, list.MaxEntries, list.Version, list.OwnerId));
    }

    [Theory]
    [InlineData("""[{"Cidr":"192.0.2.0/24"},{"Cidr":"2001:db8::/32"}]""", null)]
    [InlineData("""[{"Cidr":"192.0.2.0/24"},{"Cidr":"everyone"}]""", "'everyone'")]
    [InlineData("""[{}]""", "''")]
    public void PrefixListParser_Entries_AreAllReadOrNone(string json, string? words)
    {
        using var document = JsonDocument.Parse(json);

        var entries = PrefixListParser.ParseEntries(document.RootElement.EnumerateArray());

        Assert.Equal(words is null, entries.IsSuccess);
        Assert.Contains(words ?? "", entries.Error ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void NetworkInterfaceParser_EveryRecordedInterface_IsRead()
    {
        var interfaces = SecurityGroupParserTests
            .RecordedElements(
                "DescribeNetworkInterfaces_*.json",
                "NetworkInterfaces",
                "ec2.describe-network-interfaces.json"
            )
            .Select(element => NetworkInterfaceParser.Parse(element).Value)
            .ToList();

        Assert.All(interfaces, one => Assert.StartsWith("eni-", one.Id, StringComparison.Ordinal));
        Assert.Contains(interfaces, one => one.InstanceId.Length > 0 && one.SecurityGroups.Length > 0);
        Assert.All(interfaces, one => Assert.NotEmpty(one.SubnetId));
    }

    [Fact]
    public void NetworkInterfaceParser_RequesterOfAnUnmanagedInterface_IsNoService()
    {
        using var document = JsonDocument.Parse(
            """[{"NetworkInterfaceId":"eni-1","RequesterManaged":false,"RequesterId":"AROA:me"},{"NetworkInterfaceId":"eni-2","RequesterManaged":true,"RequesterId":"amazon-elb"},{}]"""
        );
        var read = document.RootElement.EnumerateArray().Select(NetworkInterfaceParser.Parse).ToList();

        Assert.Equal("", read[0].Value.RequesterId);
        Assert.Equal("amazon-elb", read[1].Value.RequesterId);
        Assert.False(read[2].IsSuccess);
    }
}
