using System.Text.RegularExpressions;
using Remediation.Testing;

namespace Architecture.Tests.Deployment;

/// <summary>What the guides tell a reader to give to a stack, or to take from it, is there.</summary>
public sealed partial class GuideTests
{
    private static readonly string[] Pages =
    [
        "README.md",
        .. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Fact]
    public void Outputs_ThatAGuideNames_AreThoseOfTheTemplate()
    {
        var outputs = TemplateFile.Hub.Outputs.Children.Keys.Select(key => key.ToString()).ToList();
        var named = Matches(OutputList())
            .SelectMany(match => Word().Matches(match.Value))
            .Select(match => match.Value[1..^1]);

        Assert.True(named.Count() > 4, "the outputs were not found");
        Assert.All(named, name => Assert.Contains(name, outputs));
    }

    // As `Name=value`, which is how a parameter is given.
    [Fact]
    public void Parameters_ThatAGuideGives_AreThoseOfATemplate()
    {
        var hub = TemplateFile.Hub.Parameters.Children.Keys.Select(key => key.ToString()).ToList();
        var spoke = TemplateFile.Spoke.Parameters.Children.Keys.Select(key => key.ToString()).ToList();
        // That one is given to the build.
        var given = Matches(Given())
            .Select(match => match.Groups["name"].Value)
            .Where(name => name != "LambdaHost")
            .ToList();

        Assert.True(given.Count > 6, "the parameters were not found");
        Assert.All(given, name => Assert.True(hub.Contains(name) || spoke.Contains(name), name));
        Assert.All(
            Matches(OfTheSpoke()).Select(match => match.Groups["name"].Value),
            name => Assert.Contains(name, spoke)
        );
    }

    // What every stack set has to be told is in the command that makes it.
    [Fact]
    public void StackSet_IsToldEveryParameterThatHasNoDefault() =>
        Assert.Equal(
            TemplateFile
                .Spoke.Parameters.Children.Where(parameter => !TemplateFile.Has(parameter.Value, "Default"))
                .Select(parameter => parameter.Key.ToString())
                .Order(StringComparer.Ordinal),
            Matches(OfTheSpoke()).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)
        );

    // A link within the documentation leads somewhere.
    [Fact]
    public void Links_LeadToAHeading()
    {
        foreach (var page in Pages)
        {
            var path = Path.Combine(Repository.Root, page);
            foreach (Match link in Link().Matches(File.ReadAllText(path)))
            {
                var (file, heading) = (link.Groups["file"].Value, link.Groups["heading"].Value);
                var target = file.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, file);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: {link.Value}");
                Assert.True(
                    heading.Length == 0 || Headings(target).Contains(heading[1..]),
                    $"{page}: {link.Value} is no heading of {target}"
                );
            }
        }
    }

    private static IEnumerable<Match> Matches(Regex pattern) =>
        Pages.SelectMany(page => pattern.Matches(File.ReadAllText(Path.Combine(Repository.Root, page))));

    // As GitHub makes them.
    private static IEnumerable<string> Headings(string path) =>
        File.ReadLines(path)
            .Where(line => line.StartsWith('#'))
            .Select(line => line.TrimStart('#').Trim().ToLowerInvariant())
            .Select(title => NoLetter().Replace(title, "").Replace(' ', '-'));

    [GeneratedRegex(@"\boutputs?(?:,? and|,)?(?: `[A-Z][A-Za-z]+`,?)+", RegexOptions.None, 1000)]
    private static partial Regex OutputList();

    [GeneratedRegex("`[A-Z][A-Za-z]+`", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(
        @"(?<=`|--parameter-overrides [^\n]*)(?<![\w-])(?<name>[A-Z][a-z]+[A-Za-z]*)=[a-z0-9]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Given();

    [GeneratedRegex(@"ParameterKey=(?<name>[A-Za-z]+)", RegexOptions.None, 1000)]
    private static partial Regex OfTheSpoke();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?<heading>#[^)\s]+)?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NoLetter();
}
