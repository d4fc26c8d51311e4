using System.Text.Json.Nodes;
using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwFragmentDefaultPassTests
{
    private static readonly NfwFragmentDefaultPass Check = new();

    [Theory]
    [InlineData("aws:drop")]
    [InlineData("aws:forward_to_sfe")]
    public void Evaluate_DropOrForward_Passes(string action) => Assert.True(Check.On(Policy(action)).IsPass);

    [Fact]
    public void Desired_Pass_ForwardsAndKeepsWhatIsTold()
    {
        var policy = Policy("aws:pass", "Count");

        Assert.True(Check.On(policy).IsFail);
        Assert.Equal(
            ["aws:forward_to_sfe", "Count"],
            ((FirewallPolicy)Check.Fixed(policy, Surroundings.Unknown)).FragmentDefaultActions
        );
    }

    [Theory]
    [InlineData("aws:bounce")]
    [InlineData("Count")]
    public void Evaluate_NoActionThatIsKnown_IsUnknown(string action) =>
        Assert.True(Check.On(Policy(action)).IsUnknown);

    private static FirewallPolicy Policy(params string[] actions) =>
        FirewallSample.Policy(policy =>
            policy["StatelessFragmentDefaultActions"] = new JsonArray([
                .. actions.Select(action => JsonValue.Create(action)),
            ])
        );
}
