using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Remediation.Checks;
using Remediation.Core.Resources;
using Remediation.Engine.Layers;

namespace Architecture.Tests;

public sealed partial class ConventionTests
{
    // The constraint of the algebra's maps; never called virtually.
    private static readonly string[] InterfacesThatAreNoPorts = ["ISetAlgebra`1"];

    [Fact]
    public void Classes_AreSealedStaticOrMeantAsBase()
    {
        var open = Product
            .All.SelectMany(Product.Types)
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
            .Select(type => type.FullName);

        Assert.Empty(open);
    }

    [Fact]
    public void Interfaces_ArePortsOfTheEngine()
    {
        var others = Product
            .All.Where(assembly => assembly != Product.Engine)
            .SelectMany(Product.Types)
            .Where(type => type.IsInterface && !InterfacesThatAreNoPorts.Contains(type.Name))
            .Select(type => type.FullName);

        Assert.Empty(others);
    }

    [Fact]
    public void Names_SayWhatAThingIs()
    {
        string[] vague = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility"];

        var named = Product
            .All.SelectMany(Product.Types)
            .Where(type => vague.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
            .Select(type => type.FullName);

        Assert.Empty(named);
    }

    [Fact]
    public void PublicTypes_AreDocumented()
    {
        var undocumented = Product.All.SelectMany(Undocumented).ToList();

        Assert.Empty(undocumented);
    }

    // Where a defect of ours must not take with it what has nothing to do with it, and is told as a defect: the fix of one resource, one
    // resource of a batch, one invocation.
    [Fact]
    public void BroadCatches_AreWhereADefectIsTold() =>
        Assert.Equal(
            ["Attempt.cs", "Judge.cs", "Reconciler.cs"],
            Product
                .Sources()
                .SelectMany(file => File.ReadLines(file).Where(IsBroad).Select(_ => Path.GetFileName(file)))
                .Order(StringComparer.Ordinal)
        );

    // A filter says what is caught.
    private static bool IsBroad(string line) =>
        BroadCatch().IsMatch(line) && !line.Contains(" when (", StringComparison.Ordinal);

    [Fact]
    public void Sources_HoldNoUnfinishedWork()
    {
        var unfinished = Product
            .Sources()
            .SelectMany(file =>
                File.ReadLines(file).Where(line => Unfinished().IsMatch(line)).Select(line => $"{file}: {line}")
            );

        Assert.Empty(unfinished);
    }

    [Fact]
    public void Sources_AreNotLong()
    {
        var tooLong = Product
            .Sources()
            .Select(file => (File: file, Lines: File.ReadLines(file).Count()))
            .Where(item => item.Lines > 500)
            .Select(item => $"{item.File}: {item.Lines} lines");

        Assert.Empty(tooLong);
    }

    private static IEnumerable<string> Undocumented(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        var documented = XDocument
            .Load(file)
            .Descendants("member")
            .Where(member => member.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        return Product
            .Types(assembly)
            .Where(type => type.IsVisible && !documented.Contains($"T:{type.FullName!.Replace('+', '.')}"))
            .Select(type => type.FullName!);
    }

    // One that a filter narrows to known types is not broad.
    [GeneratedRegex(@"catch\s*(\(\s*(System\.)?Exception\b(?!.*\bwhen\b)|$|\{)")]
    private static partial Regex BroadCatch();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [Fact]
    public void EveryJudgedType_CanBeRead() =>
        Assert.All(
            CheckCatalog.All.SelectMany(check => check.Metadata.ResourceTypes).Distinct(StringComparer.Ordinal),
            type =>
                Assert.True(
                    type is ResourceTypes.SecurityGroup or ResourceTypes.NetworkAcl or ResourceTypes.Template
                        || ResourceLayers.For(type) is not null,
                    type
                )
        );
}
