using Remediation.Core.Templates;
using Remediation.Testing;

namespace Remediation.Core.Tests.Templates;

/// <summary>Templates that others published, where they lie beside the repository; the repository's own in any case.</summary>
public sealed class RecordedTemplatesTests
{
    public static TheoryData<string> Files =>
        [
            .. new[]
            {
                Path.Combine(Repository.Samples, "templates"),
                Path.Combine(Repository.Recordings ?? "", "templates"),
            }
                .Where(Directory.Exists)
                .SelectMany(Directory.GetFiles)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_PublishedTemplate_IsUnderstood(string file)
    {
        var result = TemplateReader.Read(File.ReadAllText(file), file);

        Assert.True(result.IsSuccess, string.Join('\n', result.Diagnostics));
        Assert.NotEmpty(result.Template.Resources);
        Assert.All(result.Template.Resources, resource => Assert.InRange(resource.Line, 1, int.MaxValue));
    }
}
