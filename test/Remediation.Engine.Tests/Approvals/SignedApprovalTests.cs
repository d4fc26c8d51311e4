using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Approvals;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Approvals;

/// <summary>An approval that comes as an event counts once, in time, and with this engine's signature alone.</summary>
public sealed class SignedApprovalTests
{
    private const string Check = "sg-open-admin-port";
    private const string Key = "correct horse battery staple, and some more";
    private static readonly string[] Closed = ["tcp/443 from 10.0.0.0/8"];

    private readonly Loop _loop = new(
        Sample.Policy(checks: [(Check, new() { Respond = Response.Ask })]),
        Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/22 from 0.0.0.0/0")
    )
    {
        ApprovalKey = new FixedKey(Key),
    };

    [Fact]
    public async Task Handle_SignedApproval_CarriesThePlanOutForWhoSigned()
    {
        var approval = await AskedAsync();

        var outcome = Assert.Single(await _loop.HandleAsync(Event(approval.Sign(Key))));

        Assert.Equal(Decision.Reverted, outcome.Decision);
        Assert.Contains("bob approved of plan", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(Closed, Rules());
        Assert.All(
            _loop.Ledger.Entries,
            entry => Assert.Equal((LedgerAction.Approve, "bob"), (entry.Action, entry.Actor))
        );
        Assert.Equal(TicketStatus.Closed, _loop.TicketOf(Check).Status);
    }

    [Fact]
    public async Task Handle_ApprovalInAQueueMessage_AnswersForTheMessage()
    {
        var token = (await AskedAsync()).Sign(Key);
        var body = new JsonObject { ["approve"] = token }.ToJsonString();
        var batch = new JsonObject
        {
            ["Records"] = new JsonArray(
                new JsonObject
                {
                    ["eventSource"] = "aws:sqs",
                    ["messageId"] = "m-1",
                    ["body"] = body,
                }
            ),
        };
        var parsed = EventParser.Parse(Encoding.UTF8.GetBytes(batch.ToJsonString()));

        var outcome = Assert.Single(await _loop.HandleAsync([.. parsed]));

        Assert.Equal((Decision.Reverted, "m-1"), (outcome.Decision, outcome.Event.MessageId));
    }

    [Fact]
    public async Task Handle_SameTokenAgain_IsRejectedWithWhatCameOfTheFirst()
    {
        var token = (await AskedAsync()).Sign(Key);
        await _loop.HandleAsync(Event(token));
        // The very same hole again: the plan would fit.
        _loop.Account.Put(Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/22 from 0.0.0.0/0"));
        var executed = _loop.Account.Executed.Count;

        var outcome = Assert.Single(await _loop.HandleAsync(Event(token)));

        Assert.Equal(Decision.Rejected, outcome.Decision);
        Assert.Contains("was used before", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("bob approved of plan", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(executed, _loop.Account.Executed.Count);
    }

    [Fact]
    public async Task Handle_RefusedOnce_CannotBeReplayedWhenTheResourceIsBack()
    {
        var token = (await AskedAsync()).Sign(Key);
        _loop.Account.Put(Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/3389 from 0.0.0.0/0"));
        var refused = Assert.Single(await _loop.HandleAsync(Event(token)));
        _loop.Account.Put(Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/22 from 0.0.0.0/0"));

        var replayed = Assert.Single(await _loop.HandleAsync(Event(token)));

        Assert.Equal(Decision.Ticketed, refused.Decision);
        Assert.Contains("is not what plan", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Rejected, replayed.Decision);
        Assert.Empty(_loop.Account.Executed);
    }

    [Fact]
    public async Task Handle_Expired_IsRejected()
    {
        var token = (await AskedAsync()).Sign(Key);
        _loop.Time.Advance(TimeSpan.FromHours(1));

        await RejectedAsync(token, "ended at");
    }

    [Fact]
    public async Task Handle_CountingForTooLong_IsRejected() =>
        await RejectedAsync(
            (await AskedAsync() with { Expires = Sample.Now + TimeSpan.FromDays(8) }).Sign(Key),
            "no more than 7 days"
        );

    [Fact]
    public async Task Handle_SignedWithAnotherKey_IsRejected() =>
        await RejectedAsync((await AskedAsync()).Sign(Key + "!"), "forged or altered");

    [Fact]
    public async Task Handle_NoKey_IsRejectedAndAnUnreadableOneComesBack()
    {
        var token = (await AskedAsync()).Sign(Key);
        _loop.ApprovalKey = null;
        await RejectedAsync(token, "has no key");
        _loop.ApprovalKey = new FixedKey("too short");
        await RejectedAsync(token, "shorter than 32");
        _loop.ApprovalKey = new FixedKey(null);

        var later = Assert.Single(await _loop.HandleAsync(Event(token)));

        Assert.Equal((Decision.Failed, true), (later.Decision, later.IsRetryable));
        Assert.Empty(_loop.Account.Executed);
    }

    [Fact]
    public async Task Handle_PlanThatWaitsForNobody_IsRejected()
    {
        var approval = await AskedAsync();

        await RejectedAsync((approval with { PlanHash = new('0', 64) }).Sign(Key), "waits for approval");
    }

    [Theory]
    [InlineData(false, EnforcementMode.Enforce)]
    [InlineData(true, EnforcementMode.Observe)]
    public async Task Handle_DryRunOrObserve_ChangesNothingAndDoesNotUseTheApproval(bool apply, EnforcementMode mode)
    {
        var token = (await AskedAsync()).Sign(Key);
        var (options, policy) = (_loop.Options, _loop.Policy);
        (_loop.Options, _loop.Policy) = (options with { Apply = apply }, policy with { Mode = mode });
        await _loop.HandleAsync(Event(token));
        Assert.Empty(_loop.Account.Executed);
        (_loop.Options, _loop.Policy) = (options, policy);

        Assert.Equal(Decision.Reverted, Assert.Single(await _loop.HandleAsync(Event(token))).Decision);
        Assert.Equal(Closed, Rules());
    }

    [Fact]
    public async Task Approve_DryRun_SaysWhetherItWouldBeCarriedOut()
    {
        var approval = await AskedAsync();
        _loop.Options = _loop.Options with { Apply = false };

        var would = await _loop.ApproveAsync(approval.PlanHash);
        _loop.Account.Put(Sample.Group("in tcp/443 from 10.0.0.0/8", "in tcp/3389 from 0.0.0.0/0"));
        var wouldNot = await _loop.ApproveAsync(approval.PlanHash);

        Assert.Null(would.Refusal);
        Assert.True(Assert.Single(would.Outcomes).IsDryRun);
        Assert.Contains("is not what plan", wouldNot.Refusal, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
    }

    // Whatever letter of a token is another, its signature does not hold.
    [Fact]
    public void Read_AnyLetterAltered_IsNothing()
    {
        var token = new SignedApproval(new('a', 64), "bob", Sample.Now, SignedApproval.NewNonce()).Sign(Key);
        Assert.True(SignedApproval.Read(token, Key).TryGet(out _, out _));
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

        Gen.Select(Gen.Int[0, token.Length - 1], Gen.OneOf(Alphabet.ToCharArray()))
            .Sample(
                (at, letter) =>
                {
                    var altered = token[..at] + letter + token[(at + 1)..];
                    return SameBytes(altered, token) || !SignedApproval.Read(altered, Key).TryGet(out _, out _);
                },
                iter: 5_000
            );
    }

    [Fact]
    public void Read_AnyText_IsToldAndNeverThrows() =>
        Gen.String.Sample(
            text => !SignedApproval.Read(text, Key).TryGet(out _, out var reason) && reason.Length > 0,
            iter: 5_000
        );

    [Fact]
    public void Read_SignedNonsense_IsToldAndNeverThrows() =>
        Gen.OneOf(
                "null",
                "[]",
                "{}",
                "{\"plan\":1}",
                "{\"plan\":{},\"by\":[],\"expires\":null,\"nonce\":true}",
                "{\"plan\":\"\\ud800\"}",
                "{",
                "\u0000",
                "1e999",
                "{\"plan\":\"a\",\"plan\":\"b\"}"
            )
            .Sample(text => !SignedApproval.Read(Signed(text), Key).TryGet(out _, out var reason) && reason.Length > 0);

    // Signed by whoever has the key, and yet no claims.
    private static string Signed(string claims)
    {
        var body = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        var mac = System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Key),
            Encoding.UTF8.GetBytes("remediation.approval/1." + body)
        );
        return $"{body}.{System.Buffers.Text.Base64Url.EncodeToString(mac)}";
    }

    // The last letter of base64 has bits that stand for nothing.
    private static bool SameBytes(string one, string other)
    {
        var (mine, theirs) = (one.Split('.'), other.Split('.'));
        return mine.Length == 2
            && mine[0] == theirs[0]
            && System.Buffers.Text.Base64Url.IsValid(mine[1])
            && System
                .Buffers.Text.Base64Url.DecodeFromChars(mine[1])
                .SequenceEqual(System.Buffers.Text.Base64Url.DecodeFromChars(theirs[1]));
    }

    private async Task RejectedAsync(string token, string why)
    {
        var outcome = Assert.Single(await _loop.HandleAsync(Event(token)));

        Assert.Equal(Decision.Rejected, outcome.Decision);
        Assert.Contains(why, outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(_loop.Account.Executed);
    }

    private async Task<SignedApproval> AskedAsync()
    {
        var plan = Assert.Single(await _loop.HandleAsync(_loop.By("Developer"))).Plan!.Hash;
        return new(plan, "bob", _loop.Time.GetUtcNow() + TimeSpan.FromMinutes(30), SignedApproval.NewNonce());
    }

    private static ParsedEvent Event(string token) =>
        Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["approve"] = token }.ToJsonString())));

    private IEnumerable<string> Rules() =>
        _loop.State<SecurityGroup>(Sample.GroupId).Rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal);
}
