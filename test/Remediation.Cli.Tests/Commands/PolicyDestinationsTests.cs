namespace Remediation.Cli.Tests.Commands;

public sealed class PolicyDestinationsTests
{
    private const string Policy = """
        version: 1
        tickets:
          - opsCenter: {}
          - jira: { url: "https://example.atlassian.net", project: SEC, user: bot@example.com, token: /remediation/jira }
          - webhook: { url: "https://tickets.example.com/in", secret: /remediation/hook }
        notify:
          - sns: arn:aws:sns:us-east-1:123456789012:network-changes
          - slack: /remediation/slack
        """;

    [Fact]
    public async Task Validate_TicketsAndNotify_SaysWhereWhatGoes()
    {
        using var scratch = new Scratch();
        var file = scratch["policy.yaml"];
        await File.WriteAllTextAsync(file, Policy, TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("policy", "validate", file);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("opsCenter", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "jira example.atlassian.net/SEC · as bot@example.com with /remediation/jira",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("signed with /remediation/hook", run.Output, StringComparison.Ordinal);
        Assert.Contains("sns arn:aws:sns:us-east-1:123456789012:network-changes", run.Output, StringComparison.Ordinal);
        Assert.Contains("slack /remediation/slack", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_SecretInThePolicy_IsRefusedWithItsPlaceAndNotRepeated()
    {
        using var scratch = new Scratch();
        var file = scratch["policy.yaml"];
        var text = Policy.Replace("token: /remediation/jira", "token: hush-hush", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("policy", "validate", file);

        Assert.Equal(2, run.Code);
        Assert.Contains(
            "(4,95): error: tickets[1].jira.token: this is not where a secret is kept, and a policy never holds one",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("hush", run.Error + run.Output, StringComparison.Ordinal);
    }
}
