using Remediation.Core.Resources.Documents;

namespace Remediation.Aws.Tests.Documents;

/// <summary>That nothing of a web ACL is lost between reading it and writing it back, whether it is known or not.</summary>
public sealed class WebAclRoundTripTests
{
    // Every level has a member that no version of AWS WAF has, and values that are easily changed in passing.
    private const string WebAcl =
        """{"ZInvented":{"A":[1,2.0,1e3]},"Name":"app","Id":"5f0a1b2c","ARN":"arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/app/5f0a1b2c","DefaultAction":{"Allow":{"InventedHandling":{"Deep":[null,true,"\t"]}}},"Rules":[{"Name":"rate","Priority":0,"InventedOfRule":"ű","Statement":{"AndStatement":{"Statements":[{"NotStatement":{"Statement":{"InventedStatement":{"Value":0.10}}}},{"ByteMatchStatement":{"SearchString":"YmFk","InventedMember":[],"FieldToMatch":{"InventedField":{}},"TextTransformations":[{"Priority":0,"Type":"NONE","InventedOf":-0}],"PositionalConstraint":"CONTAINS"}}]}},"Action":{"Block":{}},"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"rate","InventedMetric":""}}],"Capacity":12345678901234567890,"DataProtectionConfig":{"Invented":["<&>'"]}}""";

    [Fact]
    public async Task Update_WithWhatWasRead_CarriesEveryMemberByteForByte()
    {
        await using var aws = new ScriptedAws(request =>
            ScriptedAnswer.Ok(
                request.Operation == "GetWebACL"
                    ? $$"""{"WebACL":{{WebAcl}},"LockToken":"t-1"}"""
                    : """{"NextLockToken":"t-2"}"""
            )
        );
        var source = aws.Source();

        var read = await source.CallAsync("wafv2", "GetWebACL", """{"Name":"app"}""", CancellationToken.None);
        var acl = read.Document!.At(DocumentPath.Of("WebACL"))!;
        var update = acl.With(DocumentPath.Of("LockToken"), read.Document.At(DocumentPath.Of("LockToken"))!);
        var written = await source.CallAsync("wafv2", "UpdateWebACL", update.Text, CancellationToken.None);

        Assert.True(written.IsAnswered, written.Error?.ToString());
        Assert.Equal(WebAcl[..^1] + ",\"LockToken\":\"t-1\"}", aws.Last.Text);
        Assert.Equal("UpdateWebACL", aws.Last.Operation);
    }
}
