using Remediation.Testing;

namespace Remediation.Cli.Tests.Commands;

public sealed class PolicyTestCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static string Sample { get; } = Path.Combine(Repository.Samples, "policies", "admin-ports-only.tests.yaml");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Test_Sample_Passes()
    {
        var run = await CommandRun.OfAsync("policy", "test", Sample);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.EndsWith("3 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings: []", "expected no finding, found sg-open-admin-port")]
    [InlineData(
        "findings: [sg-open-admin-port, sg-unused]",
        "expected sg-open-admin-port, sg-unused, found sg-open-admin-port"
    )]
    [InlineData("findings: [sg-unused]", "expected sg-unused, found sg-open-admin-port")]
    public async Task Test_OtherFindings_FailsWithBoth(string expected, string told)
    {
        var run = await TestAsync($"expect: [ {{ resource: {Samples.GroupId}, {expected} }} ]");

        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Contains(told, Flat(run.Output), StringComparison.Ordinal);
        Assert.Contains("tests.yaml(7)", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enforce", "ticketed", "expected ticketed, came to reverted", 1)]
    [InlineData("enforce", "reverted", "1 passed", 0)]
    [InlineData("observe", "observed", "1 passed", 0)]
    [InlineData("observe", "reverted", "expected reverted, came to observed", 1)]
    public async Task Test_Decision_IsThatOfTheMode(string mode, string decision, string told, int code)
    {
        var run = await TestAsync(
            $"events: {Samples.Event}\n    expect: [ {{ resource: {Samples.GroupId}, decision: {decision} }} ]",
            $"mode: {mode}\n"
        );

        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.Contains(told, Flat(run.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-03-31T23:59:59Z", "findings: []", 0)]
    [InlineData("2027-04-01T00:00:00Z", "findings: []", 1)]
    [InlineData("2027-04-01T00:00:00Z", "findings: [sg-open-admin-port]", 0)]
    public async Task Test_Time_IsTheOneThatIsGiven(string at, string expected, int code)
    {
        _scratch.Write(
            "policy.yaml",
            File.ReadAllText(Samples.AdminPortsOnly)
                + $"""

                exemptions:
                  - id: EX-1
                    check: sg-open-admin-port
                    resource: {Samples.GroupId}
                    until: 2027-03-31
                    owner: netsec@example.com
                    reason: moving
                """
        );

        var run = await TestAsync(
            $"at: {at}\n    expect: [ {{ resource: {Samples.GroupId}, {expected} }} ]",
            policy: "policy.yaml"
        );

        Assert.Equal(code, run.Code);
    }

    // An expectation of what is not there would hold for ever.
    [Fact]
    public async Task Test_ResourceThatIsNotThere_FailsThoughNothingIsExpectedOfIt()
    {
        var run = await TestAsync("expect: [ { resource: sg-0a1b2c3d4e5f60719, findings: [] } ]");

        Assert.Equal(1, run.Code);
        Assert.Contains("it is not among what was judged: ", Flat(run.Output), StringComparison.Ordinal);
        Assert.Contains(Samples.GroupId, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ResourceThatNoEventNames_Fails()
    {
        var run = await TestAsync(
            $"events: {Samples.Event}\n    expect: [ {{ resource: acl-0f60718293a4b5c6d, decision: compliant }} ]"
        );

        Assert.Equal(1, run.Code);
        Assert.Contains(
            $"it is not among what was judged: {Samples.GroupId}",
            Flat(run.Output),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Test_AsJson_TellsEachFailure()
    {
        var file = Written($"expect: [ {{ resource: {Samples.GroupId}, findings: [] }} ]");

        var run = await CommandRun.OfAsync("policy", "test", file, "--format", "json");

        Assert.Equal("remediation.policy-test/1", run.Json.GetProperty("schema").GetString());
        Assert.Equal((0, 1), (run.Json.GetProperty("passed").GetInt32(), run.Json.GetProperty("failed").GetInt32()));
        var failure = run.Json.GetProperty("tests")[0].GetProperty("failures")[0];
        Assert.Equal(Samples.GroupId, failure.GetProperty("resource").GetString());
        Assert.Equal(7, failure.GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData(
        "expect: [ { resource: x, findings: [] } ]\n    events: nowhere.json",
        "nowhere.json: there is no such file"
    )]
    [InlineData("expect: [ { resource: x, findings: [sg-open-admin-prot] } ]", "Did you mean sg-open-admin-port?")]
    [InlineData("expect: [ { resource: x, decision: reverted } ]", "nothing is decided without events")]
    [InlineData("expect: [ { resource: x } ]", "it expects nothing")]
    [InlineData("expect: []", "the list is empty")]
    [InlineData("expcet: []", "no such key. Did you mean expect?")]
    [InlineData("template: t.yaml\n    expect: [ { resource: x, findings: [] } ]", "one of 'snapshot' and 'template'")]
    [InlineData("at: tomorrow\n    expect: [ { resource: x, findings: [] } ]", "'tomorrow' is not a time")]
    [InlineData("parameters: { A: b }\n    expect: [ { resource: x, findings: [] } ]", "it goes with 'template'")]
    public async Task Test_BadDocument_IsRefusedWithItsPlace(string rest, string told)
    {
        var run = await TestAsync(rest);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Contains("tests.yaml(", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_NameTwice_IsRefused()
    {
        var test = $"{{ name: a, snapshot: {Samples.Account}, expect: [ {{ resource: x, findings: [] }} ] }}";
        var file = _scratch.Write(
            "tests.yaml",
            $"version: 1\npolicy: {Samples.AdminPortsOnly}\ntests:\n  - {test}\n  - {test}\n"
        );

        var run = await CommandRun.OfAsync("policy", "test", file);

        Assert.Equal(2, run.Code);
        Assert.Contains("(5,13): error: tests[1].name: the name is taken", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent.yaml", "there is no such file; give a document of tests")]
    [InlineData("strict", "there is no such file; give a document of tests")]
    public async Task Test_MissingFile_IsRefused(string file, string told)
    {
        var run = await CommandRun.OfAsync("policy", "test", file);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> TestAsync(string rest, string head = "", string? policy = null) =>
        CommandRun.OfAsync("policy", "test", Written(rest, head, policy));

    private string Written(string rest, string head = "", string? policy = null) =>
        _scratch.Write(
            "tests.yaml",
            $"version: 1\npolicy: {policy ?? Samples.AdminPortsOnly}\n{(head.Length == 0 ? "# the policy's own mode\n" : head)}tests:\n  - name: a\n    snapshot: {Samples.Account}\n    {rest}\n"
        );

    // Lines break where the width says.
    private static string Flat(string output) =>
        string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
