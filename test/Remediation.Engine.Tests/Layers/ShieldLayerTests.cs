using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Shield;
using Remediation.Engine.Layers;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Layers;

public sealed class ShieldLayerTests
{
    private static readonly ResourceReference Reference = new(ResourceTypes.ShieldProtections, "", "")
    {
        Id = "protections",
    };

    private readonly ShieldLayer _layer = new();

    [Fact]
    public async Task Read_Subscribed_HasItsProtectionsAndAccount()
    {
        var source = new CannedAnswers()
            .On(
                "DescribeSubscription",
                """{"Subscription":{"SubscriptionArn":"arn:aws:shield::123456789012:subscription"}}"""
            )
            .On(
                "ListProtections",
                """{"Protections":[{"Id":"p-1","Name":"front","ResourceArn":"arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-1"}]}"""
            );

        var state = await ReadAsync(source);

        Assert.Equal("123456789012", state.Id.Account);
        Assert.Equal("front", Assert.Single(state.Protections.Value!).Name);
        Assert.NotNull(state.Subscription.Value);
    }

    [Fact]
    public async Task Read_NotSubscribed_SaysSo()
    {
        var source = new CannedAnswers()
            .Fail("DescribeSubscription", "ResourceNotFoundException")
            .Fail("ListProtections", "ResourceNotFoundException");

        var state = await ReadAsync(source);

        Assert.True(state.Subscription.IsAbsent);
        Assert.Empty(state.Protections.Value!);
    }

    [Fact]
    public async Task Read_Denied_IsUnknown()
    {
        var source = new CannedAnswers()
            .Fail("DescribeSubscription", "AccessDeniedException")
            .Fail("ListProtections", "AccessDeniedException");

        var state = await ReadAsync(source);

        Assert.Contains("AccessDenied", state.Subscription.UnknownReason, StringComparison.Ordinal);
        Assert.Contains("AccessDenied", state.Protections.UnknownReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Throttled_FailsForNow()
    {
        var source = new CannedAnswers()
            .Fail("DescribeSubscription", "ResourceNotFoundException")
            .Fail("ListProtections", "ThrottlingException", isRetryable: true);

        var outcome = await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken);

        Assert.True(outcome.IsRetryable);
    }

    [Fact]
    public async Task OtherRegion_IsNotReadAndListsNothing()
    {
        var source = new CannedAnswers("eu-west-1");

        var outcome = await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken);
        var listed = await _layer
            .ListAsync(source, ResourceTypes.ShieldProtections, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CallError.WrongRegion, outcome.Error?.Code);
        Assert.Empty(listed);
        Assert.Empty(source.Asked);
    }

    private async Task<ShieldProtections> ReadAsync(CannedAnswers source) =>
        (ShieldProtections)(await _layer.ReadAsync(source, Reference, TestContext.Current.CancellationToken)).State!;
}
