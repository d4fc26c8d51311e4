using System.Reflection;

namespace Architecture.Tests;

/// <summary>Core ← Checks; Core ← Engine ← Aws; only the two roots see everything.</summary>
public sealed class DependencyTests
{
    public static TheoryData<string, string[]> Allowed() =>
        new()
        {
            { "Remediation.Core", [] },
            { "Remediation.Checks", ["Remediation.Core"] },
            { "Remediation.Engine", ["Remediation.Core"] },
            { "Remediation.Aws", ["Remediation.Core", "Remediation.Engine"] },
        };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void References_OfAPart_AreOnlyThoseItMayHave(string part, string[] allowed)
    {
        var assembly = Product.All.Single(item => item.GetName().Name == part);

        var ours = assembly
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Remediation", StringComparison.Ordinal));

        Assert.Empty(ours.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void References_ToTheAwsSdk_AreInTheAdapterAlone()
    {
        Assembly[] without = [Product.Core, Product.Checks, Product.Engine];

        Assert.All(
            without,
            assembly =>
                Assert.DoesNotContain(
                    assembly.GetReferencedAssemblies(),
                    reference => reference.Name!.StartsWith("AWSSDK", StringComparison.Ordinal)
                )
        );
    }
}
