using System.Collections.Immutable;
using System.Globalization;
using Remediation.Checks.NetworkAcls;
using Remediation.Checks.SecurityGroups;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Audits;
using Remediation.Engine.Organizations;
using Remediation.Engine.Tests.Organizations;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Audits;

public sealed class AuditRunTests
{
    private const string Member = "222233334444";

    private static readonly Policy Policy = Sample.Policy(
        checks: [("sg-open-admin-port", new() { Respond = Response.Revert })]
    );

    private readonly MemoryReports _reports = new();
    private readonly VirtualTime _time = new(Sample.Now);
    private readonly ScriptedDirectory _directory = new();
    private readonly ScriptedAccount _account = new([
        .. Enumerable
            .Range(1, 7)
            .Select(i => Sample.NamedGroup($"sg-{i:D17}", $"group-{i}", "in tcp/22 from 0.0.0.0/0")),
        Sample.Acl("in 100 allow all from 0.0.0.0/0"),
    ]);
    private int _invocations;
    private Policy _policy = Policy;

    // The oracle is the audit in one go: wherever the time runs out, together the parts find exactly the same.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Run_CutAnywhereAndContinued_ReportsWhatOneAuditDoes(int perPart)
    {
        var whole = await CompleteAsync(int.MaxValue);
        var expected = _reports.Text(whole.Json);

        var first = await RunAsync(new(), perPart);
        var answer = first;
        for (var parts = 1; !answer.IsComplete; parts++)
        {
            Assert.InRange(parts, 1, 20);
            // A part that does nothing would go on for ever: the later ones have time for one resource at least.
            answer = await RunAsync(new() { Continuation = answer.Id.ToString() }, Math.Max(perPart, 1));
        }

        Assert.False(first.IsComplete);
        Assert.Equal(expected, _reports.Text(answer.Json));
        Assert.Equal(expected, _reports.Text($"audits/{Sample.Account}/{Sample.Region}/latest.json"));
    }

    [Fact]
    public async Task Run_TimeUp_TellsWhatIsLeftAndThePartSoFar()
    {
        var answer = await RunAsync(new(), 3);

        Assert.False(answer.IsComplete);
        Assert.Equal([ResourceTypes.SecurityGroup, ResourceTypes.NetworkAcl], answer.Rest!.Types);
        Assert.Equal(3, answer.Rest.Judged.Count);
        Assert.Equal(3, answer.Summary.Counts.GetProperty("resources").GetInt32());
        Assert.Null(answer.Html);
        Assert.Contains(answer.Json, _reports.Kept.Keys);
    }

    // Whoever retries a part, or has two run at once, ends with each resource counted once.
    [Fact]
    public async Task Run_SamePartTwice_CountsEachResourceOnce()
    {
        var first = await RunAsync(new(), 3);
        var state = _reports.Kept[first.Id.Folder + "state.json"];
        await RunAsync(new() { Continuation = first.Id.ToString() }, 2);
        _reports.Kept[first.Id.Folder + "state.json"] = state;

        var answer = await RunAsync(new() { Continuation = first.Id.ToString() }, int.MaxValue);

        Assert.True(answer.IsComplete);
        Assert.Equal(8, answer.Summary.Counts.GetProperty("resources").GetInt32());
    }

    [Fact]
    public async Task Run_StateCannotBeKept_FailsAndCanBeContinuedAsBefore()
    {
        var first = await RunAsync(new(), 3);
        _reports.InterceptWrite = key =>
            key.EndsWith("state.json", StringComparison.Ordinal) ? new("SlowDown", "later") : null;
        var failed = await AuditAsync(new() { Continuation = first.Id.ToString() }, int.MaxValue);
        _reports.InterceptWrite = _ => null;

        var answer = await RunAsync(new() { Continuation = first.Id.ToString() }, int.MaxValue);

        Assert.Contains("SlowDown", failed.Error, StringComparison.Ordinal);
        Assert.Equal(8, answer.Summary.Counts.GetProperty("resources").GetInt32());
    }

    [Fact]
    public async Task Run_Complete_KeepsAPageAndTheLatest()
    {
        var answer = await CompleteAsync(int.MaxValue);

        Assert.Equal($"audits/{Sample.Account}/{Sample.Region}/2026/11/20/{answer.Id.Run}/report.html", answer.Html);
        Assert.Contains("group-7", _reports.Text(answer.Html!), StringComparison.Ordinal);
        Assert.Contains($"audits/{Sample.Account}/{Sample.Region}/latest.html", _reports.Kept.Keys);
    }

    // What was asked for narrowly says little of the account: it must not pass for its latest state.
    [Theory]
    [InlineData("types")]
    [InlineData("checks")]
    [InlineData("policy")]
    public async Task Run_NotOfAll_IsNotTheLatest(string what)
    {
        AuditRequest request = what switch
        {
            "types" => new() { Types = [ResourceTypes.NetworkAcl] },
            "checks" => new() { Checks = ["nacl-open-admin-port"] },
            _ => new() { Policy = "other" },
        };

        var answer = await RunAsync(request, int.MaxValue);

        Assert.True(answer.IsComplete);
        Assert.DoesNotContain(_reports.Kept.Keys, key => key.Contains("latest", StringComparison.Ordinal));
        if (what != "policy")
        {
            Assert.Equal(1, answer.Summary.Counts.GetProperty("resources").GetInt32());
        }
    }

    [Fact]
    public async Task Run_PolicyChangedMeanwhile_IsRefused()
    {
        var first = await RunAsync(new(), 3);
        _policy = Policy with { Sha256 = "1" };

        var refused = await AuditAsync(new() { Continuation = first.Id.ToString() }, int.MaxValue);

        Assert.Contains("the policy has changed since the audit began", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ContinuationOfWhatIsComplete_NamesTheReport()
    {
        var answer = await CompleteAsync(int.MaxValue);

        var refused = await AuditAsync(new() { Continuation = answer.Id.ToString() }, int.MaxValue);

        Assert.Contains($"its report is {answer.Json}", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../baselines/x")]
    [InlineData("123456789012/us-east-1/20261120T100000Z-0000000000zz")]
    [InlineData("123456789012/../20261120T100000Z-000000000000")]
    [InlineData("")]
    public async Task Run_ContinuationThatIsNone_ReadsNothing(string text)
    {
        var refused = await AuditAsync(new() { Continuation = text }, int.MaxValue);

        Assert.Contains("it is none", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAnotherAccount_OpensItAndReportsUnderIt()
    {
        _directory.Open[(Member, "eu-west-1")] = new ScriptedAccount(Sample.Acl("in 100 allow all from 0.0.0.0/0"));

        var answer = await RunAsync(new() { Account = Member, Region = "eu-west-1" }, int.MaxValue);

        Assert.Equal(1, answer.Summary.Counts.GetProperty("resources").GetInt32());
        var report = _reports.Json($"audits/{Member}/eu-west-1/latest.json");
        Assert.Equal(Member, report.GetProperty("account").GetString());
        Assert.Equal((Member, "eu-west-1", $"audit-{answer.Id.Run}"), Assert.Single(_directory.Opened));
    }

    [Fact]
    public async Task Run_AccountThatCannotBeOpened_SaysWhy()
    {
        var refused = await AuditAsync(new() { Account = Member }, int.MaxValue);

        Assert.Contains("the spoke is not there", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_reports.Kept);
    }

    [Fact]
    public async Task Run_AccountThatCannotBeRead_SaysWhy()
    {
        _account.ListError = new("UnauthorizedOperation", "not allowed");

        var refused = await AuditAsync(new(), int.MaxValue);

        Assert.Contains("UnauthorizedOperation", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ScopeByUnitThatIsNotKnown_IsRefused()
    {
        _policy = Policy with
        {
            Scopes =
            [
                new(
                    new() { OrganizationalUnits = ["ou-ab12-11111111"] },
                    ImmutableSortedDictionary<string, CheckSettings>.Empty.Add(
                        "*",
                        new() { Respond = Response.Observe }
                    )
                ),
            ],
        };

        Assert.Contains("is not known", (await AuditAsync(new(), int.MaxValue)).Error, StringComparison.Ordinal);

        _directory.Units[Sample.Account] = ["ou-ab12-11111111", "r-ab12"];
        var answer = await RunAsync(new(), int.MaxValue);
        Assert.All(
            _reports.Json(answer.Json).GetProperty("findings").EnumerateArray(),
            finding => Assert.Equal("observe", finding.GetProperty("response").GetString())
        );
    }

    private Task<AuditAnswer> CompleteAsync(int resources) => RunAsync(new(), resources);

    private async Task<AuditAnswer> RunAsync(AuditRequest request, int resources)
    {
        var result = await AuditAsync(request, resources);
        Assert.True(result.IsSuccess, result.Error);
        return result.Value;
    }

    // The time is up once so many resources were judged in this invocation.
    private async Task<ParseResult<AuditAnswer>> AuditAsync(AuditRequest request, int resources)
    {
        var time = new CountedTime(_time.GetUtcNow(), resources);
        var ports = new AuditPorts
        {
            Home = AccountAccess.Of(_account, ""),
            HomeAccount = Sample.Account,
            HomeRegion = Sample.Region,
            Store = _reports,
            Time = time,
            Policy = _policy,
            LoadPolicy = name => ParseResult<Policy>.Success(Policy with { Name = name }),
            Checks = [new SgOpenAdminPort(), new NaclOpenAdminPort()],
            Accounts = _directory,
            Units = _directory,
        };
        _time.Advance(TimeSpan.FromMinutes(1));
        return await new AuditRun(ports).RunAsync(
            request,
            (++_invocations).ToString("x12", CultureInfo.InvariantCulture),
            time.End,
            TestContext.Current.CancellationToken
        );
    }
}
