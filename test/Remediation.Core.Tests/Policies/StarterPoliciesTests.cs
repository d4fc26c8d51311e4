using Remediation.Core.Policies;

namespace Remediation.Core.Tests.Policies;

public sealed class StarterPoliciesTests
{
    public static TheoryData<string> Names => [.. StarterPolicies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryGet_EveryName_LoadsWithNothingToSayInObserveMode(string name)
    {
        Assert.True(StarterPolicies.TryGet(name, out var text));
        var result = PolicyLoader.Load(text, name, name, SampleChecks.All);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(EnforcementMode.Observe, result.Policy!.Mode);
        Assert.True(result.Policy.TrustedSources.IsEmpty);
        Assert.Equal(Response.Revert, result.Policy.SettingsFor("sg-open-admin-port", SampleGroups.Group()).Respond);
    }

    [Theory]
    [InlineData("Layered")]
    [InlineData("Strict")]
    [InlineData("")]
    [InlineData("../strict")]
    public void TryGet_OtherName_IsNotThere(string name)
    {
        Assert.False(StarterPolicies.TryGet(name, out var text));
        Assert.Null(text);
    }

    [Fact]
    public void Strict_EveryCheck_DoesAtLeastWhatFoundationalDoes()
    {
        var (foundational, strict) = (Load("foundational"), Load("strict"));
        Assert.All(
            SampleChecks.All,
            check =>
                Assert.True(
                    strict.SettingsFor(check.Id, SampleGroups.Group()).Respond
                        >= foundational.SettingsFor(check.Id, SampleGroups.Group()).Respond,
                    check.Id
                )
        );
    }

    private static Policy Load(string name) =>
        StarterPolicies.TryGet(name, out var text)
            ? PolicyLoader.Load(text, name, name, SampleChecks.All).Policy!
            : throw new InvalidOperationException(name);
}
