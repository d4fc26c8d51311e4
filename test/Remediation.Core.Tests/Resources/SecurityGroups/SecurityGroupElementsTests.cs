using System.Text;
using System.Text.Json;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Core.Tests.Resources.SecurityGroups;

public sealed class SecurityGroupElementsTests
{
    [Fact]
    public void ReadGroup_OneAfterTheOther_KeepsNothingOfTheFormer()
    {
        var elements = new SecurityGroupElements();
        var first = Group(
            elements,
            """
            {"GroupId":"sg-1","GroupName":"a","Tags":[{"Key":"k","Value":"v"}],"SecurityGroupArn":"arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1",
             "IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8","Description":"d"}]}]}
            """
        );
        var second = Group(elements, """{"GroupId":"sg-2"}""");

        Assert.Equal("eu-west-1", first.Region);
        Assert.Equal("tcp/22 from 10.0.0.0/8", Assert.Single(first.Rules).ToString());
        Assert.Equal("d", first.Rules[0].Description);
        Assert.Equal("sg-2", second.GroupId);
        Assert.Equal(("", "", ""), (second.Name, second.Region, second.OwnerId));
        Assert.Empty(second.Rules);
        Assert.Empty(second.Tags);
    }

    [Theory]
    [InlineData("""{"GroupId":"sg-1","GroupName":"a","GroupName":"b"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","groupName":"a","GroupName":"b"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"b","groupName":"a"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","groupName":"b"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","groupName":"a","GroupName":null}""", "")]
    [InlineData("""{"GroupId":"sg-1","\u0047roupName":"b"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","\u0067roupName":"b","x":{"GroupName":"a"}}""", "b")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"\u0062"}""", "b")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"grün"}""", "grün")]
    [InlineData("""{"GroupId":"sg-1","GroupName":7}""", "")]
    [InlineData("""{"GroupId":"sg-1","GROUPNAME":"a","":"a"}""", "")]
    public void ReadGroup_MemberWrittenInManyWays_IsFoundAsJsonDocumentFindsIt(string json, string name)
    {
        Assert.Equal(name, Group(new(), json).Name);
    }

    [Theory]
    [InlineData("""{"GroupId":"sg-1"} {}""")]
    [InlineData("""{"GroupId":"sg-1",}""")]
    [InlineData("""{"GroupId":"sg-1","IpPermissions":[{]}""")]
    [InlineData("")]
    public void ReadGroup_NoJson_Throws(string json)
    {
        Assert.ThrowsAny<JsonException>(() => new SecurityGroupElements().ReadGroup(Encoding.UTF8.GetBytes(json)));
    }

    private static SecurityGroupElement Group(SecurityGroupElements elements, string json) =>
        elements.ReadGroup(Encoding.UTF8.GetBytes(json)).Value;
}
