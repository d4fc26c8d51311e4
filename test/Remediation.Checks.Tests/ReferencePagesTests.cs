using Remediation.Core.Checks;
using Remediation.Core.Reports;

namespace Remediation.Checks.Tests;

/// <summary>The pages under docs/checks are what the metadata says. <c>UPDATE_DOCS=1</c> writes them anew.</summary>
public sealed class ReferencePagesTests
{
    private static readonly Dictionary<string, string> Pages = CheckCatalog
        .All.Select(check => check.Metadata)
        .ToDictionary(check => $"{check.Id}.md", CheckPage.Render)
        .Append(new("README.md", CheckPage.RenderIndex(CheckCatalog.All.Select(check => check.Metadata))))
        .ToDictionary();

    public static TheoryData<string> Names => [.. Pages.Keys];

    public ReferencePagesTests()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Update();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_Always_EqualsTheRendering(string name)
    {
        var path = Path.Combine(Folder(), name);

        Assert.True(File.Exists(path), $"docs/checks/{name} is missing; run the tests with UPDATE_DOCS=1");
        Assert.Equal(Pages[name], File.ReadAllText(path));
    }

    [Fact]
    public void Folder_Always_HoldsNoOtherPage() =>
        Assert.Equal(Pages.Keys.Order(), Directory.GetFiles(Folder()).Select(Path.GetFileName).Order());

    [Fact]
    public void Render_Parameters_TellsTypeDefaultAndMeaning()
    {
        var page = CheckPage.Render(
            CheckCatalog.All[0].Metadata with
            {
                Parameters =
                [
                    new("limit", ParameterType.Integer, ParameterValue.Of(7), "The most | at once.")
                    {
                        Minimum = 1,
                        Maximum = 9,
                    },
                    new("strict", ParameterType.Boolean, ParameterValue.Of(true), "Whether it is."),
                    new("how", ParameterType.Choice, ParameterValue.Of("a"), "Which way.") { Choices = ["a", "b"] },
                ],
            }
        );

        Assert.Contains("\n| `limit` | a whole number from 1 to 9 | `7` | The most \\| at once. |\n", page);
        Assert.Contains("\n| `strict` | `true` or `false` | `true` | Whether it is. |\n", page);
        Assert.Contains("\n| `how` | `a` or `b` | `a` | Which way. |\n", page);
    }

    [Fact]
    public void Render_NothingDeclared_SaysNone()
    {
        var page = CheckPage.Render(
            CheckCatalog.All[0].Metadata with
            {
                Parameters = [],
                Controls = [],
                FixActions = [],
            }
        );

        Assert.Contains("\n## Parameters\n\nNone.\n", page);
        Assert.Contains("\n## Controls\n\nNone.\n", page);
        Assert.Contains("\n## IAM actions of the fix\n\nNone.\n", page);
    }

    private static void Update()
    {
        Directory.CreateDirectory(Folder());
        foreach (var (name, text) in Pages)
        {
            File.WriteAllText(Path.Combine(Folder(), name), text);
        }
        foreach (var stray in Directory.GetFiles(Folder()).Where(path => !Pages.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(stray);
        }
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Remediation.sln")))
        {
            folder =
                folder.Parent
                ?? throw new InvalidOperationException($"no Remediation.sln above {AppContext.BaseDirectory}");
        }
        return Path.Combine(folder.FullName, "docs", "checks");
    }
}
