using Remediation.Core.Diagnostics;
using Remediation.Engine.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Offline;

public sealed class SnapshotReaderTests
{
    internal static string Sample { get; } = Path.Combine(Repository.Samples, "accounts", "ssh-open");

    [Fact]
    public void Load_SampleAccount_IsReadWhole()
    {
        var loaded = SnapshotReader.Load(Sample);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(("123456789012", "us-east-1"), (loaded.Snapshot.Account, loaded.Snapshot.Region));
        var group = loaded.Snapshot.SecurityGroups["sg-0a1b2c3d4e5f60718"];
        Assert.Equal("app-servers", group.Name);
        Assert.Equal(
            [
                "sgr-0f12a3b4c5d6e7f80 tcp/20-25 from 0.0.0.0/0 oops",
                "sgr-0f12a3b4c5d6e7f81 tcp/20-25 from 10.0.0.0/8 corp transfer",
                "sgr-0f12a3b4c5d6e7f82 tcp/443 from 0.0.0.0/0 public site",
                "sgr-0f12a3b4c5d6e7f83 tcp/8080 from sg-0b2c3d4e5f6071829 from the web tier",
                "sgr-0f12a3b4c5d6e7f84 udp/53 from pl-0e5f60718293a4b5c office resolvers",
                "sgr-0f12a3b4c5d6e7f85 tcp/443 to 0.0.0.0/0 package mirrors and APIs",
                "sgr-0f12a3b4c5d6e7f86 tcp/443 to ::/0 package mirrors and APIs",
                "sgr-0f12a3b4c5d6e7f87 tcp/5432 to 10.20.0.0/16 database",
            ],
            group.Rules.Select(rule => $"{rule.RuleId} {rule} {rule.Description}")
        );
        Assert.Equal(3, loaded.Snapshot.SecurityGroups.Count);
        Assert.All(loaded.Snapshot.SecurityGroups.Values, one => Assert.Empty(one.Unreadable));
        Assert.Empty(Assert.Single(loaded.Snapshot.NetworkAcls.Values).Unreadable);
    }

    // Neither says of which VPC it is, and of that none is to be asked for what it is not.
    [Fact]
    public void Load_VpcWithoutIdBesideAnOutputThatIsANumber_IsAnErrorAndNoDefect()
    {
        using var folder = new SnapshotFolder(
            ("ec2.describe-vpcs.json", """{"Vpcs":[{"CidrBlock":"10.0.0.0/16"}]}"""),
            ("ec2.describe-vpc-attribute.x.json", "-1e-999")
        );

        Assert.NotEmpty(SnapshotReader.Load(folder.Path).Diagnostics);
    }

    [Fact]
    public void Load_UnknownFileName_WarnsAndNamesTheKnown()
    {
        using var folder = new SnapshotFolder(("ec2.describe-securitygroups.json", "{}"), (".gitignore", ""));

        var diagnostic = Assert.Single(SnapshotReader.Load(folder.Path).Diagnostics);

        Assert.Equal(DiagnosticLevel.Warning, diagnostic.Level);
        Assert.EndsWith("ec2.describe-securitygroups.json", diagnostic.File, StringComparison.Ordinal);
        Assert.Contains("ec2.describe-security-groups", diagnostic.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\"},\n    {\"GroupId\": \"sg-", 4)]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\"},\n", 4)]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\"}\n  ]\n", 5)]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\"}\n    {\"GroupId\": \"sg-2\"}]}", 4)]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\", 5}]}", 3)]
    [InlineData("{\n  \"SecurityGroups\": [\n    {\"GroupId\": \"sg-1\"},]}", 3)]
    [InlineData("{\n  \"SecurityGroups\": []\n} trailing", 3)]
    [InlineData("An error occurred (AuthFailure)", 1)]
    [InlineData("", 1)]
    public void Load_BrokenFile_IsAnErrorWithThePlace(string json, int line)
    {
        using var folder = new SnapshotFolder(("ec2.describe-security-groups.json", json));

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.True(loaded.HasErrors);
        var diagnostic = Assert.Single(loaded.Diagnostics);
        Assert.EndsWith("ec2.describe-security-groups.json", diagnostic.File, StringComparison.Ordinal);
        Assert.Equal(line, diagnostic.Line);
        Assert.True(diagnostic.Column > 0);
        Assert.Contains("it is not JSON", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"SecurityGroups":{}}""")]
    [InlineData("""{"NetworkAcls":[]}""")]
    public void Load_WrongRoot_IsAnErrorThatTellsTheCommand(string json)
    {
        using var folder = new SnapshotFolder(("ec2.describe-security-groups.json", json));

        var diagnostic = Assert.Single(SnapshotReader.Load(folder.Path).Diagnostics);

        Assert.Equal(DiagnosticLevel.Error, diagnostic.Level);
        Assert.Contains("'SecurityGroups'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("aws ec2 describe-security-groups", diagnostic.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"SecurityGroups":[{"GroupName":"x"}]}""")]
    [InlineData("""{"SecurityGroups":[7]}""")]
    [InlineData("""{"SecurityGroups":[null, "a"]}""")]
    public void Load_ElementWithoutId_IsAnError(string json)
    {
        using var folder = new SnapshotFolder(("ec2.describe-security-groups.json", json));

        Assert.True(SnapshotReader.Load(folder.Path).HasErrors);
    }

    [Theory]
    [InlineData("ec2.describe-vpcs.json", """{"Vpcs":[7,null,[1],"x"]}""")]
    [InlineData("ec2.describe-vpc-peering-connections.json", """{"VpcPeeringConnections":[7,{"Status":3}]}""")]
    [InlineData("ec2.describe-subnets.json", """{"Subnets":[null]}""")]
    [InlineData("snapshot.json", """["x"]""")]
    public void Load_OddNeighbour_DoesNotThrow(string name, string json)
    {
        using var folder = new SnapshotFolder((name, json));

        Assert.Empty(SnapshotReader.Load(folder.Path).Snapshot.SecurityGroups);
    }

    [Fact]
    public void Load_NoFolder_IsAnError()
    {
        var loaded = SnapshotReader.Load(Path.Combine(Sample, "nowhere"));

        Assert.True(loaded.HasErrors);
        Assert.Contains("no such folder", loaded.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralFilesOfAnOperation_AreOneListing()
    {
        using var folder = new SnapshotFolder(
            (
                "ec2.describe-security-groups.a.json",
                """{"SecurityGroups":[{"GroupId":"sg-1","OwnerId":"012345678901"}]}"""
            ),
            (
                "ec2.describe-security-groups.b.json",
                "\uFEFF{\"X\":{\"y\":[1]},\"SecurityGroups\":[{\"GroupId\":\"sg-2\"}],\"Z\":1}"
            )
        );

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(["sg-1", "sg-2"], loaded.Snapshot.SecurityGroups.Keys.Order());
        Assert.Equal("012345678901", loaded.Snapshot.Account);
        Assert.Equal("012345678901", loaded.Snapshot.SecurityGroups["sg-2"].Id.Account);
    }

    [Fact]
    public void Load_FileLargerThanTheBuffer_ReadsEveryElement()
    {
        var description = new string('x', 3_000_000);
        var elements = Enumerable
            .Range(0, 40_000)
            .Select(n => $$"""{"GroupId":"sg-{{n}}","Description":"a \"quoted\" {bracket] \\"}""")
            .Append($$"""{"GroupId":"sg-long","Description":"{{description}}"}""");
        using var folder = new SnapshotFolder(
            ("ec2.describe-security-groups.json", $$"""{"SecurityGroups":[{{string.Join(",\n", elements)}}]}""")
        );

        var loaded = SnapshotReader.Load(folder.Path);

        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(40_001, loaded.Snapshot.SecurityGroups.Count);
        Assert.Equal("a \"quoted\" {bracket] \\", loaded.Snapshot.SecurityGroups["sg-39999"].Description);
        Assert.Equal(description, loaded.Snapshot.SecurityGroups["sg-long"].Description);
    }

    [Fact]
    public void Load_RulesWithoutTheirGroup_IsAGroupThatIsNotWhole()
    {
        using var folder = new SnapshotFolder(
            (
                "ec2.describe-security-group-rules.json",
                """{"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","GroupOwnerId":"123456789012","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0"}]}"""
            )
        );

        var group = SnapshotReader.Load(folder.Path).Snapshot.SecurityGroups["sg-1"];

        Assert.Equal("tcp/22 from 0.0.0.0/0", Assert.Single(group.Rules).ToString());
        Assert.Contains("name", Assert.Single(group.Unreadable), StringComparison.Ordinal);
        Assert.Equal("123456789012", group.Id.Account);
    }
}
