using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>Core and Checks have no task, no clock, no I/O and no chance: read from what their compiled code refers to.</summary>
public sealed class PurityTests
{
    private static readonly string[] ImpureTypes =
    [
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Thread",
        "System.TimeProvider",
        "System.Random",
        "System.Console",
        "System.IO.File",
        "System.IO.Directory",
        "System.IO.FileStream",
        "System.Net.Sockets.Socket",
        "System.Diagnostics.Process",
    ];

    private static readonly string[] ImpureMembers =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid",
        "System.Environment.GetEnvironmentVariable",
        "System.Environment.GetEnvironmentVariables",
    ];

    [Theory]
    [InlineData("Remediation.Core")]
    [InlineData("Remediation.Checks")]
    public void References_OfAPurePart_TouchNothingOutside(string part)
    {
        var (types, members) = References(part);

        Assert.Empty(types.Intersect(ImpureTypes, StringComparer.Ordinal));
        Assert.DoesNotContain(types, type => type.StartsWith("System.Net.Http", StringComparison.Ordinal));
        Assert.Empty(members.Intersect(ImpureMembers, StringComparer.Ordinal));
    }

    [Fact]
    public void References_OfTheEngine_AreSeenByTheSameReader()
    {
        // Shows that the reader above would notice: the engine does use tasks.
        Assert.Contains("System.Threading.Tasks.Task", References("Remediation.Engine").Types);
    }

    private static (HashSet<string> Types, HashSet<string> Members) References(string part)
    {
        Assembly assembly = Product.All.Single(item => item.GetName().Name == part);
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var types = reader
            .TypeReferences.Select(handle => Name(reader, reader.GetTypeReference(handle)))
            .ToHashSet(StringComparer.Ordinal);
        var members = reader
            .MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
                $"{Name(reader, reader.GetTypeReference((TypeReferenceHandle)member.Parent))}.{reader.GetString(member.Name)}"
            )
            .ToHashSet(StringComparer.Ordinal);
        return (types, members);
    }

    private static string Name(MetadataReader reader, TypeReference type) =>
        $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
}
