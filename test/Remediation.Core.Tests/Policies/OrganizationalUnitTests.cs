using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Testing;

namespace Remediation.Core.Tests.Policies;

public sealed class OrganizationalUnitTests
{
    private const string Sandbox = "ou-ab12-11111111";
    private const string Root = "r-ab12";

    private static readonly Policy Scoped = Load(
        $"scopes: [ {{ match: {{ ous: {Sandbox} }}, checks: {{ \"*\": {{ respond: observe }} }} }} ]"
    );

    [Fact]
    public void In_TheUnit_TheScopeHolds() =>
        Assert.Equal(Response.Observe, RespondIn(Scoped, "ou-ab12-22222222", Sandbox, Root));

    [Fact]
    public void In_AnotherUnit_TheScopeDoesNotHold() => Assert.Null(RespondIn(Scoped, "ou-ab12-22222222", Root));

    [Fact]
    public void In_NoUnit_TheScopeDoesNotHold() => Assert.Null(RespondIn(Scoped));

    [Fact]
    public void In_TheUnit_TheOtherPartsOfTheMatchStillDecide()
    {
        var policy = Load(
            $"scopes: [ {{ match: {{ ous: {Sandbox}, regions: eu-* }}, checks: {{ \"*\": {{ respond: observe }} }} }} ]"
        );

        Assert.Null(RespondIn(policy, Sandbox));
    }

    // Not known is neither in nor out: a scope that weakens must not hold by it, nor one that strengthens be left out.
    [Fact]
    public void Evaluate_UnitsNotKnown_IsABug()
    {
        var evaluator = new PolicyEvaluator(Scoped, []);

        Assert.True(evaluator.NeedsUnits);
        Assert.Throws<InvalidOperationException>(() =>
            evaluator.Evaluate(Sample.Group(), Sample.PrefixLists(), Sample.Now)
        );
        Assert.False(evaluator.In([Root]).NeedsUnits);
    }

    [Theory]
    [InlineData("Sandbox")]
    [InlineData("ou-ab12")]
    [InlineData("ou-ab12-*")]
    [InlineData("OU-AB12-11111111")]
    public void Load_NoUnitId_SaysWhatOneLooksLike(string text)
    {
        var loaded = SampleChecks.Load(
            $"version: 1\nmode: observe\nscopes: [ {{ match: {{ ous: [\"{text}\"] }}, checks: {{}} }} ]"
        );

        Assert.Null(loaded.Policy);
        Assert.Contains(
            loaded.Diagnostics,
            problem => problem.ToString().Contains("is not the id of an organizational unit", StringComparison.Ordinal)
        );
    }

    private static Policy Load(string scopes)
    {
        var loaded = SampleChecks.Load("version: 1\nmode: enforce\n" + scopes);
        Assert.NotNull(loaded.Policy);
        return loaded.Policy;
    }

    private static Response? RespondIn(Policy policy, params string[] units) =>
        policy.In(units).SettingsFor("sg-open-admin-port", Sample.Group()).Respond;
}
