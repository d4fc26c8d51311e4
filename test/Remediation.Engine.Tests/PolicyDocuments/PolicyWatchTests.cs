using Remediation.Core;
using Remediation.Core.Policies;
using Remediation.Engine.PolicyDocuments;
using Remediation.Testing;

namespace Remediation.Engine.Tests.PolicyDocuments;

public sealed class PolicyWatchTests
{
    private const string First = "version: 1\nguardrails: { maxChangesPerHour: 1 }\n";
    private const string Second = "version: 1\nguardrails: { maxChangesPerHour: 2 }\n";
    private const string Bad = "version: 1\nguardrails:\n  maxChangesPerHuor: 2\n";

    private readonly FakePolicyDocument _document = new();
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Open_ValidDocument_IsInForceAndKeptForLaterStarts()
    {
        var watch = await OpenedAsync(First);

        Assert.Equal(1, Most(watch.Current));
        Assert.Null(watch.Current.Fault);
        Assert.Equal(First, _document.Copy);
    }

    [Fact]
    public async Task Open_SameAsTheCopy_IsNotKeptAgain()
    {
        _document.Copy = First;

        await OpenedAsync(First);

        Assert.Equal(0, _document.Copies);
    }

    [Fact]
    public async Task Open_InvalidOnAFirstStart_FailsAndSaysWhereAndWhatWouldBeRight()
    {
        var opened = await OpenAsync(Bad);

        Assert.False(opened.IsSuccess);
        Assert.Contains("policy.yaml(3,3)", opened.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean maxChangesPerHour?", opened.Error, StringComparison.Ordinal);
        Assert.Contains("no earlier valid policy", opened.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_InvalidAndACopy_GoesOnWithTheCopyAndSaysWhy()
    {
        _document.Copy = First;

        var watch = await OpenedAsync(Bad);

        Assert.Equal(1, Most(watch.Current));
        var fault = watch.Current.Fault!;
        Assert.True(fault.IsCounted);
        var diagnostic = Assert.Single(fault.Diagnostics);
        Assert.Equal((3, 3), (diagnostic.Line, diagnostic.Column));
        Assert.Equal(First, _document.Copy);
    }

    [Fact]
    public async Task Open_UnreadableAndACopy_GoesOnWithTheCopyAndAsksWithTheNextEvent()
    {
        _document.Copy = First;
        _document.Failure = (new("SlowDown", "later"), true);
        var watch = await OpenedAsync(Second);
        Assert.False(watch.Current.Fault!.IsCounted);

        _document.Failure = null;
        var state = await watch.RefreshAsync(CancellationToken.None);

        Assert.Equal(2, Most(state));
        Assert.Null(state.Fault);
        Assert.Equal(Second, _document.Copy);
    }

    [Fact]
    public async Task Open_InvalidAndACopyThatIsNotValidAnyMore_Fails()
    {
        _document.Copy = Bad;

        var opened = await OpenAsync(Bad);

        Assert.Contains("not valid any more", opened.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_WithinTheStaleness_DoesNotRead()
    {
        var watch = await OpenedAsync(First);
        _document.Upload(Second);
        _time.Advance(PolicyWatch.Staleness - TimeSpan.FromSeconds(1));

        await watch.RefreshAsync(CancellationToken.None);

        Assert.Equal(1, _document.Reads);
    }

    [Fact]
    public async Task Refresh_AfterTheStaleness_TakesTheNewPolicyAndKeepsIt()
    {
        var watch = await OpenedAsync(First);
        _document.Upload(Second);

        var state = await LaterAsync(watch);

        Assert.Equal(2, Most(state));
        Assert.Equal(Second, _document.Copy);
    }

    [Fact]
    public async Task Refresh_SameVersion_LeavesTheVeryPolicyInForce()
    {
        var watch = await OpenedAsync(First);
        var before = watch.Current.Policy;

        var state = await LaterAsync(watch);

        Assert.Same(before, state.Policy);
        Assert.Equal(2, _document.Reads);
    }

    [Fact]
    public async Task Refresh_BadUpload_LeavesTheLastValidInForceUntilItIsMended()
    {
        var watch = await OpenedAsync(First);
        _document.Upload(Bad);

        var bad = await LaterAsync(watch);
        var still = await LaterAsync(watch);

        Assert.Equal(1, Most(bad));
        Assert.True(bad.Fault!.IsCounted);
        Assert.Equal(bad.Fault, still.Fault);
        Assert.Equal(First, _document.Copy);

        _document.Upload(Second);
        var mended = await LaterAsync(watch);
        Assert.Null(mended.Fault);
        Assert.Equal(2, Most(mended));
    }

    [Fact]
    public async Task Refresh_ReadFailsForAWhile_IsCountedOnlyAfterThePatience()
    {
        var watch = await OpenedAsync(First);
        _document.Failure = (new("SlowDown", "later"), true);

        var at = await LaterAsync(watch);
        Assert.False(at.Fault!.IsCounted);
        _time.Advance(PolicyWatch.Patience);
        var late = await watch.RefreshAsync(CancellationToken.None);
        Assert.True(late.Fault!.IsCounted);
        _document.Failure = null;
        Assert.Null((await watch.RefreshAsync(CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task Refresh_DocumentDeleted_IsCountedAtOnce()
    {
        var watch = await OpenedAsync(First);
        _document.Failure = (new("NoSuchKey", "gone"), false);

        var state = await LaterAsync(watch);

        Assert.True(state.Fault!.IsCounted);
        Assert.Equal(1, Most(state));
    }

    [Fact]
    public async Task Refresh_UnreadableWhileInvalid_TellsTheFaultsOfTheDocumentAgainAfterwards()
    {
        var watch = await OpenedAsync(First);
        _document.Upload(Bad);
        var bad = await LaterAsync(watch);
        _document.Failure = (new("SlowDown", "later"), true);
        Assert.Empty((await LaterAsync(watch)).Fault!.Diagnostics);
        _document.Failure = null;

        var state = await watch.RefreshAsync(CancellationToken.None);

        Assert.Equal(bad.Fault, state.Fault);
    }

    [Fact]
    public async Task Refresh_CopyThatCouldNotBeKept_IsTriedAgainWithTheNextLook()
    {
        _document.CopyFailure = new("SlowDown", "later");
        var watch = await OpenedAsync(First);
        Assert.NotNull(watch.Current.Unkept);

        _document.CopyFailure = null;
        var state = await LaterAsync(watch);

        Assert.Null(state.Unkept);
        Assert.Equal(First, _document.Copy);
    }

    [Fact]
    public async Task Refresh_Fixed_NeverChanges()
    {
        var watch = PolicyWatch.Of(Sample.Policy(), _time);

        Assert.Same(watch.Current, await LaterAsync(watch));
    }

    private static int? Most(PolicyState state) => state.Policy.Guardrails.MaxChangesPerHour;

    private async Task<PolicyState> LaterAsync(PolicyWatch watch)
    {
        _time.Advance(PolicyWatch.Staleness);
        return await watch.RefreshAsync(CancellationToken.None);
    }

    private async Task<PolicyWatch> OpenedAsync(string text) => (await OpenAsync(text)).Value;

    private async Task<ParseResult<PolicyWatch>> OpenAsync(string text)
    {
        _document.Upload(text);
        return await PolicyWatch.OpenAsync(
            _document,
            _document,
            (document, name) => PolicyLoader.Load(document, name, name, []),
            _time,
            CancellationToken.None
        );
    }
}
