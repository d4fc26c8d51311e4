using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;
using Remediation.Engine.Tests.Offline;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Quarantines;

/// <summary>
/// An account with an instance whose two interfaces are in two VPCs, one beside it, and a load balancer's; each VPC has a network ACL.
/// </summary>
internal static class TwoNetworks
{
    public const string InstanceId = "i-0aa";
    public const string First = "eni-0a1";
    public const string Second = "eni-0a2";
    public const string Balancer = "eni-0b1";
    public const string Open = "sg-0a1";
    public const string Other = "sg-0a2";
    public const string Far = "sg-0b1";

    public static Policy Policy { get; } =
        Sample.Policy(
            checks:
            [
                ("*", new() { Respond = Response.Observe }),
                ("sg-open-admin-port", new() { Respond = Response.Quarantine }),
            ]
        ) with
        {
            Quarantine = new() { Findings = [new(["UnauthorizedAccess:EC2/*"], Core.Checks.Severity.High)] },
        };

    public static ResourceReference Instance { get; } = Reference(ResourceTypes.Instance, InstanceId);

    public static ResourceReference Reference(string type, string id) =>
        new(type, Sample.Account, Sample.Region) { Id = id };

    /// <summary>The account; more files replace its own.</summary>
    public static SnapshotAccount Account(params ReadOnlySpan<(string Name, string Json)> files)
    {
        using var folder = new SnapshotFolder(
            ("snapshot.json", $$"""{"account":"{{Sample.Account}}","region":"{{Sample.Region}}"}"""),
            ("ec2.describe-security-groups.json", Groups()),
            ("ec2.describe-network-acls.json", Acls()),
            ("ec2.describe-network-interfaces.json", Interfaces())
        );
        foreach (var (name, json) in files)
        {
            File.WriteAllText(Path.Combine(folder.Path, name), json);
        }
        return new(SnapshotReader.Load(folder.Path).Snapshot);
    }

    public static string Groups(params string[] more) =>
        $$"""
            {"SecurityGroups":[{{string.Join(
                ',',
                [
                    Group(Open, "app", "vpc-0a", """{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}"""),
                    Group(Other, "monitoring", "vpc-0a", ""),
                    Group(Far, "backend", "vpc-0b", ""),
                    .. more,
                ]
            )}}]}
            """;

    public static string Group(string id, string name, string vpc, string permission, string tags = "") =>
        $$"""
            {"GroupId":"{{id}}","GroupName":"{{name}}","Description":"d","OwnerId":"{{Sample.Account}}","VpcId":"{{vpc}}",
             "IpPermissions":[{{permission}}],"IpPermissionsEgress":[],"Tags":[{{tags}}]}
            """;

    public static string Interfaces(
        string first = """{"GroupId":"sg-0a1","GroupName":"app"},{"GroupId":"sg-0a2","GroupName":"monitoring"}"""
    ) =>
        $$"""
            {"NetworkInterfaces":[
              {{Interface(First, "vpc-0a", "10.1.0.10", first, 0, InstanceId)}},
              {{Interface(
                Second,
                "vpc-0b",
                "10.2.0.10",
                """{"GroupId":"sg-0b1","GroupName":"backend"}""",
                1,
                InstanceId
            )}},
              {{Interface(
                Balancer,
                "vpc-0a",
                "10.1.0.20",
                """{"GroupId":"sg-0a2","GroupName":"monitoring"}""",
                0,
                null
            )}}]}
            """;

    private static string Interface(string id, string vpc, string address, string groups, int device, string? instance)
    {
        var isManaged = instance is null ? "true" : "false";
        var holder = instance is null
            ? "\"InstanceOwnerId\":\"amazon-elb\""
            : $"\"InstanceId\":\"{instance}\",\"InstanceOwnerId\":\"{Sample.Account}\"";
        return $$"""
            {"NetworkInterfaceId":"{{id}}","OwnerId":"{{Sample.Account}}","VpcId":"{{vpc}}","SubnetId":"subnet-{{vpc[
                4..
            ]}}",
             "InterfaceType":"interface","RequesterManaged":{{isManaged}},"RequesterId":"amazon-elb",
             "PrivateIpAddress":"{{address}}","PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"{{address}}"}],
             "Groups":[{{groups}}],"TagSet":[{"Key":"Name","Value":"{{id}}"}],
             "Attachment":{"DeviceIndex":{{device}},"Status":"attached",{{holder}} } }
            """;
    }

    private static string Acls() => $$"""{"NetworkAcls":[{{Acl("acl-0a", "vpc-0a")}},{{Acl("acl-0b", "vpc-0b")}}]}""";

    private static string Acl(string id, string vpc) =>
        $$"""
            {"NetworkAclId":"{{id}}","VpcId":"{{vpc}}","OwnerId":"{{Sample.Account}}","IsDefault":true,"Tags":[],
             "Associations":[{"NetworkAclAssociationId":"aclassoc-{{vpc[
                4..
            ]}}","NetworkAclId":"{{id}}","SubnetId":"subnet-{{vpc[4..]}}"}],
             "Entries":[
               {"Egress":false,"RuleNumber":100,"Protocol":"-1","RuleAction":"allow","CidrBlock":"0.0.0.0/0"},
               {"Egress":true,"RuleNumber":100,"Protocol":"-1","RuleAction":"allow","CidrBlock":"0.0.0.0/0"},
               {"Egress":false,"RuleNumber":32767,"Protocol":"-1","RuleAction":"deny","CidrBlock":"0.0.0.0/0"},
               {"Egress":true,"RuleNumber":32767,"Protocol":"-1","RuleAction":"deny","CidrBlock":"0.0.0.0/0"}]}
            """;
}
