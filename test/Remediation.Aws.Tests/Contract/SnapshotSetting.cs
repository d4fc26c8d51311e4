using System.Text.Json.Nodes;
using Remediation.Engine.Offline;

namespace Remediation.Aws.Tests.Contract;

/// <summary>The contract's account, read from a folder of AWS CLI outputs. Its folders are deleted at the end of the test.</summary>
public sealed class SnapshotSetting : IDisposable
{
    private readonly List<DirectoryInfo> _folders = [];

    public ContractSetting Open()
    {
        var folder = NewFolder();
        Write(
            folder,
            "ec2.describe-security-groups",
            """
            {"SecurityGroups":[
              {"GroupId":"sg-0a1b2c3d","GroupName":"app","Description":"the application","OwnerId":"123456789012",
               "VpcId":"vpc-0d4f","Tags":[{"Key":"Layer","Value":"Application"}],"IpPermissions":[],"IpPermissionsEgress":[]},
              {"GroupId":"sg-0e5f6071","GroupName":"peer","Description":"the peer","OwnerId":"123456789012",
               "VpcId":"vpc-0d4f","IpPermissions":[],"IpPermissionsEgress":[]}]}
            """
        );
        Write(folder, "ec2.describe-security-group-rules", """{"SecurityGroupRules":[]}""");
        Write(
            folder,
            "ec2.describe-network-acls",
            """
            {"NetworkAcls":[{"NetworkAclId":"acl-0a1b2c3d","VpcId":"vpc-0d4f","OwnerId":"123456789012",
              "IsDefault":false,"Associations":[],"Entries":[]}]}
            """
        );
        Write(folder, "ec2.describe-network-interfaces", """{"NetworkInterfaces":[]}""");
        Write(
            folder,
            "ec2.describe-managed-prefix-lists",
            """
            {"PrefixLists":[{"PrefixListId":"pl-0a1b2c3d","PrefixListName":"offices","AddressFamily":"IPv4",
              "MaxEntries":10,"Version":1,"OwnerId":"123456789012"}]}
            """
        );
        Write(
            folder,
            "ec2.get-managed-prefix-list-entries.pl-0a1b2c3d",
            """{"Entries":[{"Cidr":"198.51.100.0/24"},{"Cidr":"203.0.113.0/24"}]}"""
        );
        Write(folder, "snapshot", """{"account":"123456789012","region":"us-east-1"}""");
        return Load(folder);
    }

    /// <summary>The account as it is now, but for one of its lists.</summary>
    public ContractSetting With(ContractSetting setting, string file, Action<JsonNode> change)
    {
        var folder = NewFolder();
        SnapshotWriter.Write(((SnapshotAccount)setting.Account).Content, folder.FullName);
        var path = Path.Combine(folder.FullName, $"{file}.json");
        var document = JsonNode.Parse(File.ReadAllText(path))!;
        change(document);
        File.WriteAllText(path, document.ToJsonString());
        return Load(folder);
    }

    public void Dispose() => _folders.ForEach(folder => folder.Delete(recursive: true));

    private static ContractSetting Load(DirectoryInfo folder)
    {
        var loaded = SnapshotReader.Load(folder.FullName);
        Assert.Empty(loaded.Diagnostics);
        return new(new SnapshotAccount(loaded.Snapshot))
        {
            VpcId = "vpc-0d4f",
            GroupId = "sg-0a1b2c3d",
            PeerGroupId = "sg-0e5f6071",
            PrefixListId = "pl-0a1b2c3d",
            AclId = "acl-0a1b2c3d",
        };
    }

    private static void Write(DirectoryInfo folder, string name, string json) =>
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.json"), json);

    private DirectoryInfo NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("remediation-contract-");
        _folders.Add(folder);
        return folder;
    }
}
