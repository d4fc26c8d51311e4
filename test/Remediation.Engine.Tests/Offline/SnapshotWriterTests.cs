using System.Text;
using System.Text.Json;
using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;
using Remediation.Engine.Offline;
using Remediation.Testing.Generators;

namespace Remediation.Engine.Tests.Offline;

public sealed class SnapshotWriterTests
{
    [Fact]
    public async Task Write_ChangedAccount_ReadsAsTheSame()
    {
        using var folder = new SnapshotFolder();
        var account = new SnapshotAccount(SnapshotReader.Load(SnapshotReaderTests.Sample).Snapshot);
        var group = account.Content.SecurityGroups["sg-0a1b2c3d4e5f60718"];
        var rest = group.Rules[0] with { Service = Service.Of(IpProtocol.Tcp, 23, 25) };
        foreach (var call in SecurityGroupDiff.Between(group, group.WithRules([rest, .. group.Rules.Skip(1)])))
        {
            Assert.True((await account.ExecuteAsync(call, TestContext.Current.CancellationToken)).IsDone);
        }

        SnapshotWriter.Write(account.Content, folder.Path);

        var loaded = SnapshotReader.Load(folder.Path);
        Assert.Empty(loaded.Diagnostics);
        AssertSame(account.Content, loaded.Snapshot);
        Assert.Equal(
            Directory.GetFiles(SnapshotReaderTests.Sample).Select(Path.GetFileName).Order(),
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order()
        );
        Assert.DoesNotContain(
            loaded.Snapshot.SecurityGroups["sg-0a1b2c3d4e5f60718"].Rules,
            rule => rule.ToString() == "tcp/20-25 from 0.0.0.0/0"
        );
    }

    [Fact]
    public void Write_GeneratedStates_ReadAsTheSame() =>
        Gen.Select(SecurityGroupGen.One, NetworkAclGen.One)
            .Sample(
                generated =>
                {
                    var (group, acl) = generated;
                    using var source = new SnapshotFolder(
                        ("snapshot.json", """{"account":"123456789012","region":"us-east-1"}"""),
                        (
                            "ec2.describe-security-groups.json",
                            List("SecurityGroups", w => SecurityGroupJson.Write(w, group))
                        ),
                        ("ec2.describe-network-acls.json", List("NetworkAcls", w => NetworkAclJson.Write(w, acl))),
                        (
                            "ec2.describe-security-group-rules.json",
                            List("SecurityGroupRules", w => WriteRules(w, group))
                        )
                    );
                    using var target = new SnapshotFolder();
                    var read = SnapshotReader.Load(source.Path);
                    Assert.Empty(read.Diagnostics);
                    Assert.Equal(group.Fingerprint, read.Snapshot.SecurityGroups[group.Id.Id].Fingerprint);
                    Assert.Equal(acl.Fingerprint, read.Snapshot.NetworkAcls[acl.Id.Id].Fingerprint);

                    SnapshotWriter.Write(read.Snapshot, target.Path);

                    AssertSame(read.Snapshot, SnapshotReader.Load(target.Path).Snapshot);
                },
                iter: 100
            );

    [Fact]
    public void Write_WhatWasNotUnderstood_IsKept()
    {
        using var source = new SnapshotFolder(
            (
                "ec2.describe-security-groups.json",
                """
                {"SecurityGroups":[{"GroupId":"sg-1","OwnerId":"123456789012","IpPermissions":[
                  {"IpProtocol":"quic","IpRanges":[{"CidrIp":"0.0.0.0/0"}]},
                  {"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"},{"CidrIp":"everyone"}]},
                  {"IpProtocol":"udp","FromPort":53,"ToPort":53,"NewPeers":[{"Id":"x"}]}],
                  "IpPermissionsEgress":"none"}]}
                """
            ),
            (
                "ec2.describe-security-group-rules.json",
                """{"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-9","GroupId":"sg-1","IsEgress":"perhaps","IpProtocol":"tcp"},{"SecurityGroupRuleId":"sgr-8","GroupId":"sg-alone","IsEgress":false,"IpProtocol":"-1","CidrIpv6":"::/0"}]}"""
            ),
            (
                "ec2.describe-network-acls.json",
                """{"NetworkAcls":[{"NetworkAclId":"acl-1","Entries":[{"RuleNumber":1,"Protocol":"x"}],"Associations":[{}]},{"NetworkAclId":"acl-2"}]}"""
            )
        );
        using var target = new SnapshotFolder();
        var read = SnapshotReader.Load(source.Path).Snapshot;
        Assert.Equal(5, read.SecurityGroups["sg-1"].Unreadable.Length);

        SnapshotWriter.Write(read, target.Path);

        AssertSame(read, SnapshotReader.Load(target.Path).Snapshot);
    }

    [Fact]
    public void Write_IntoItsOwnFolder_ReplacesTheParts()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-security-groups.a.json", """{"SecurityGroups":[{"GroupId":"sg-1"}]}"""),
            ("ec2.describe-security-groups.b.json", """{"SecurityGroups":[{"GroupId":"sg-2"}],"NextToken":"more"}"""),
            ("notes.txt", "kept")
        );
        var read = SnapshotReader.Load(folder.Path).Snapshot;

        SnapshotWriter.Write(read, folder.Path);

        Assert.Equal(
            ["ec2.describe-security-groups.json", "notes.txt", "snapshot.json"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order()
        );
        var again = SnapshotReader.Load(folder.Path);
        AssertSame(read, again.Snapshot);
        Assert.Contains(
            again.Diagnostics,
            diagnostic => diagnostic.Message.Contains("NextToken", StringComparison.Ordinal)
        );
    }

    private static void AssertSame(Snapshot expected, Snapshot actual)
    {
        Assert.Equal((expected.Account, expected.Region), (actual.Account, actual.Region));
        Assert.Equal(expected.SecurityGroups.Keys.Order(), actual.SecurityGroups.Keys.Order());
        Assert.Equal(expected.NetworkAcls.Keys.Order(), actual.NetworkAcls.Keys.Order());
        foreach (var (id, group) in expected.SecurityGroups)
        {
            Assert.Equal(Content(group), Content(actual.SecurityGroups[id]));
            Assert.Equal(group.Description, actual.SecurityGroups[id].Description);
        }
        foreach (var (id, acl) in expected.NetworkAcls)
        {
            Assert.Equal(Content(acl), Content(actual.NetworkAcls[id]));
            Assert.Equal(acl.IsDefault, actual.NetworkAcls[id].IsDefault);
        }
    }

    private static string Content(ResourceState state) =>
        $"{state.Fingerprint} {string.Join(',', state.Tags)} {string.Join(';', state.Unreadable.Order(StringComparer.Ordinal))}";

    private static void WriteRules(Utf8JsonWriter writer, SecurityGroup group)
    {
        foreach (var rule in group.Rules.Where(rule => rule.RuleId is not null))
        {
            SecurityGroupJson.WriteRule(writer, group, rule);
        }
    }

    private static string List(string name, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(name);
            write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
