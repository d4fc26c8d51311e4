using System.Diagnostics;
using CsCheck;
using Remediation.Core.Policies;

namespace Remediation.Core.Tests.Policies;

public sealed class PatternTests
{
    [Theory]
    [InlineData("sg-1", "sg-1", true)]
    [InlineData("sg-1", "sg-12", false)]
    [InlineData("sg-1", "SG-1", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("sg-*", "sg-", true)]
    [InlineData("sg-*", "xsg-1", false)]
    [InlineData("*-web", "a-web", true)]
    [InlineData("*-web", "a-web2", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("**", "x", true)]
    [InlineData("a*", "A", false)]
    // Ordinary characters
    [InlineData("a?", "ab", false)]
    [InlineData("a?*", "abc", false)]
    [InlineData("a?*", "a?c", true)]
    [InlineData("*?", "x", false)]
    [InlineData("*?", "x?", true)]
    [InlineData("*?*", "xyz", false)]
    [InlineData(@"*a\b", @"xa\b", true)]
    [InlineData(@"*a\b", @"xa\\b", false)]
    [InlineData(@"a\*", @"a\b", true)]
    [InlineData(@"a\*", "a*", false)]
    [InlineData(@"*\", @"x\", true)]
    [InlineData(@"*\*", @"x\y", true)]
    [InlineData(@"*\*", "x*", false)]
    [InlineData("*.[a]+(b)", "x.[a]+(b)", true)]
    [InlineData("*<>\"", "x<>\"", true)]
    [InlineData(
        "*:webacl/FMManagedWebACLV2-*",
        "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/FMManagedWebACLV2-a",
        false
    )]
    [InlineData(
        "*/webacl/FMManagedWebACLV2-*",
        "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/FMManagedWebACLV2-a",
        true
    )]
    public void Matches_Example_AsDocumented(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Pattern.Matches(pattern, text));

    [Fact]
    public void Matches_AnyPattern_AgreesWithOracle() =>
        Gen.Select(Word, Word)
            .Sample((pattern, text) => Pattern.Matches(pattern, text) == Oracle(pattern, text), iter: 20_000);

    [Fact]
    public void Matches_PatternMadeToBacktrack_BoundedTime()
    {
        var watch = Stopwatch.StartNew();
        var pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "b";
        Assert.False(Pattern.Matches(pattern, new string('a', 20_000)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void MatchesResource_IdNameOrArn_Matches()
    {
        var group = SampleGroups.Group();
        Assert.True(Pattern.MatchesResource("sg-0a1b*", group));
        Assert.True(Pattern.MatchesResource("app-servers", group));
        Assert.True(Pattern.MatchesResource("arn:aws:ec2:us-east-1:111122223333:security-group/*", group));
        Assert.False(Pattern.MatchesResource("sg-0a1b", group));
        Assert.True(Pattern.MatchesResource("*", SampleGroups.Group(name: "")));
        Assert.False(Pattern.MatchesResource("", SampleGroups.Group(name: "")));
    }

    [Fact]
    public void MatchesResource_NameThatIsOnlyATag_DoesNotCount()
    {
        var acl = new Core.Resources.NetworkAcls.NetworkAcl
        {
            Id = new(Core.Resources.ResourceTypes.NetworkAcl, "acl-0a1b2c3d", "111122223333", "us-east-1"),
            Name = "managed-edge",
            Tags = [new("Name", "managed-edge")],
        };

        Assert.False(Pattern.MatchesResource("managed-*", acl));
        Assert.True(Pattern.MatchesResource("acl-0a1b*", acl));
    }

    private static Gen<string> Word { get; } =
        Gen.OneOf('a', 'b', '*', '?', '\\').Array[0, 7].Select(chars => new string(chars));

    private static bool Oracle(string pattern, string text) =>
        pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? Enumerable.Range(0, text.Length + 1).Any(skip => Oracle(pattern[1..], text[skip..]))
        : text.Length > 0 && text[0] == pattern[0] && Oracle(pattern[1..], text[1..]);
}
