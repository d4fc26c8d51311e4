using CsCheck;
using Remediation.Core.Resources.AccessPolicies;

namespace Remediation.Core.Tests.Resources.AccessPolicies;

public sealed class PolicyPatternsTests
{
    private static readonly Gen<string> Pattern = Gen.Char["ab*?"].Array[0, 4].Select(letters => new string(letters));

    // Long enough for all that patterns of four signs can tell apart.
    private static readonly string[] Texts = [.. AllTexts(5)];

    [Fact]
    public void Contains_WhenItSaysSo_EveryMatchOfTheOtherIsAMatch() =>
        Gen.Select(Pattern, Pattern)
            .Sample(
                (one, other) =>
                    !Of(one).Contains(Of(other))
                    || Texts.Where(text => IsMatch(other, text)).All(text => IsMatch(one, text))
            );

    [Fact]
    public void Contains_Text_IsTheMatch() =>
        Gen.Select(Pattern, Gen.OneOf(Texts))
            .Sample((pattern, text) => Of(pattern).Contains(Of(text)) == IsMatch(pattern, text));

    [Fact]
    public void Overlaps_Patterns_IsThatSomeTextMatchesBoth() =>
        Gen.Select(Pattern, Pattern)
            .Sample(
                (one, other) =>
                    Of(one).Overlaps(other) == AllTexts(8).Any(text => IsMatch(one, text) && IsMatch(other, text)),
                iter: 300
            );

    [Theory]
    [InlineData("s3:*", "s3:getobject", true)]
    [InlineData("S3:GetObject", "s3:getObject", true)]
    [InlineData("s3:Get*", "s3:PutObject", false)]
    public void Contains_Actions_TakesNoNoticeOfCase(string one, string other, bool expected) =>
        Assert.Equal(
            expected,
            PolicyPatterns.Of(PolicyElement.Action, [one]).Contains(PolicyPatterns.Of(PolicyElement.Action, [other]))
        );

    [Theory]
    [InlineData("AWS:arn:aws:iam::123456789012:root", "AWS:arn:aws:iam::123456789012:role/App", true)]
    [InlineData("AWS:arn:aws:iam::123456789012:root", "AWS:arn:aws:sts::123456789012:assumed-role/App/s", true)]
    [InlineData("AWS:arn:aws:iam::123456789012:root", "AWS:arn:aws:iam::111122223333:role/App", false)]
    [InlineData("*", "Service:ec2.amazonaws.com", true)]
    [InlineData("AWS:arn:aws:iam::123456789012:role/App", "AWS:arn:aws:iam::123456789012:root", false)]
    public void Contains_Principals_AnAccountIsEverybodyInIt(string one, string other, bool expected) =>
        Assert.Equal(
            expected,
            PolicyPatterns
                .Of(PolicyElement.Principal, [one])
                .Contains(PolicyPatterns.Of(PolicyElement.Principal, [other]))
        );

    [Fact]
    public void Contains_AllBut_IsTheComplement()
    {
        var allButIam = PolicyPatterns.Of(PolicyElement.Action, ["iam:*"], isAllBut: true);
        var allButUsers = PolicyPatterns.Of(PolicyElement.Action, ["iam:*User"], isAllBut: true);

        Assert.True(allButIam.Contains(PolicyPatterns.Of(PolicyElement.Action, ["s3:*"])));
        Assert.False(allButIam.Contains(PolicyPatterns.Of(PolicyElement.Action, ["*"])));
        Assert.True(allButUsers.Contains(allButIam));
        Assert.False(allButIam.Contains(allButUsers));
        Assert.True(PolicyPatterns.Everything(PolicyElement.Action).Contains(allButIam));
        Assert.False(PolicyPatterns.Of(PolicyElement.Action, ["s3:*"]).Contains(allButIam));
    }

    private static PolicyPatterns Of(string pattern) => PolicyPatterns.Of(PolicyElement.Resource, [pattern]);

    private static IEnumerable<string> AllTexts(int longest)
    {
        var last = new List<string> { "" };
        for (var length = 0; length <= longest; length++)
        {
            foreach (var text in last)
            {
                yield return text;
            }
            last = [.. last.SelectMany(text => new[] { text + "a", text + "b", text + "c" })];
        }
    }

    private static bool IsMatch(string pattern, string text) =>
        pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? IsMatch(pattern[1..], text) || (text.Length > 0 && IsMatch(pattern, text[1..]))
        : text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && IsMatch(pattern[1..], text[1..]);
}
