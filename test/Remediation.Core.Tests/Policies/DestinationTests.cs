using Remediation.Core.Policies;
using Remediation.Core.Policies.Destinations;

namespace Remediation.Core.Tests.Policies;

/// <summary>Where tickets are kept and who is told, as the policy says; and that no secret gets into it, or out of it.</summary>
public sealed class DestinationTests
{
    private static Policy Full { get; } = SampleChecks.Load(SampleDocuments.Full).Policy!;

    [Fact]
    public void Load_FullDocument_Tickets() =>
        Assert.Equal<TicketDestination>(
            [
                new OpsCenterDestination(),
                new SecurityHubDestination(),
                new JiraDestination(
                    new("https://example.atlassian.net"),
                    "SEC",
                    "bot@example.com",
                    new("/remediation/jira", null),
                    "Task"
                ),
                new ServiceNowDestination(
                    new("https://example.service-now.com"),
                    "incident",
                    "remediation",
                    new("/remediation/now", null),
                    "Done"
                ),
                new GitHubDestination(
                    new("https://api.github.com"),
                    "example/network",
                    new("arn:aws:secretsmanager:us-east-1:123456789012:secret:gh-AbCdEf", "token")
                ),
                new WebhookDestination(
                    new("https://tickets.example.com/in"),
                    new("arn:aws:ssm:us-east-1:123456789012:parameter/hook", null)
                ),
            ],
            Full.Tickets
        );

    [Fact]
    public void Load_FullDocument_Notify() =>
        Assert.Equal<NotifyDestination>(
            [
                new SnsDestination("arn:aws:sns:us-east-1:123456789012:network-changes"),
                new SlackDestination(new("/remediation/slack", null)),
                new EventBridgeDestination("default"),
            ],
            Full.Notify
        );

    [Fact]
    public void Name_OfEachDestination_IsItsOwn()
    {
        var names = Full.Tickets.Select(item => item.Name).Concat(Full.Notify.Select(item => item.Name)).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    // Whatever a person may take for the place of the secret: it is refused, and what is said of it repeats nothing.
    [Theory]
    [InlineData("tickets: [ { jira: { url: 'https://x.example', project: SEC, token: hush-ATATT3xFfGF0 } } ]")]
    [InlineData("tickets: [ { jira: { url: 'https://x.example', project: SEC, token: 'hush /a' } } ]")]
    [InlineData("tickets: [ { jira: { url: 'https://x.example', project: SEC, token: [hush] } } ]")]
    [InlineData("tickets: [ { jira: { url: 'https://x.example', project: SEC, token: { hush: 1 } } } ]")]
    [InlineData("tickets: [ { jira: { url: 'https://u:hush@x.example', project: SEC, token: /t } } ]")]
    [InlineData("tickets: [ { webhook: { url: 'https://x.example/?sig=hush', secret: /t } } ]")]
    [InlineData("tickets: [ { webhook: { url: 'https://x.example/', secret: \"/t\\nhush\" } } ]")]
    [InlineData("tickets: [ { github: { repository: o/r, token: ghp_hush } } ]")]
    [InlineData("notify: [ { slack: 'https://hooks.slack.com/services/T0/B0/hush' } ]")]
    public void Load_SecretInThePolicy_IsRefusedAndNotRepeated(string document)
    {
        var loaded = SampleChecks.Load($"version: 1\n{document}");

        Assert.Null(loaded.Policy);
        Assert.NotEmpty(loaded.Diagnostics);
        Assert.All(
            loaded.Diagnostics,
            diagnostic => Assert.DoesNotContain("hush", $"{diagnostic}", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("tickets: [ { jira: { url: 'https://x.example', project: SEC, token: abc } } ]")]
    [InlineData("notify: [ { slack: abc } ]")]
    public void Load_SecretInThePolicy_SaysWhereItBelongs(string document) =>
        Assert.Contains(
            SampleChecks.Load($"version: 1\n{document}").Diagnostics,
            diagnostic =>
                diagnostic.Message.EndsWith(
                    "this is not where a secret is kept, and a policy never holds one",
                    StringComparison.Ordinal
                ) && diagnostic.Hint!.StartsWith("Keep the secret in SSM Parameter Store", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://localhost/in")]
    [InlineData("https://tickets.example.com/in")]
    public void Load_SafeUrl_IsTaken(string url) =>
        Assert.Empty(
            SampleChecks.Load($"version: 1\ntickets: [ {{ webhook: {{ url: '{url}', secret: /t }} }} ]").Diagnostics
        );

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("/")]
    [InlineData("/a b")]
    [InlineData("/a\n")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123:secret:x")]
    [InlineData("arn:aws:s3:::bucket/key")]
    [InlineData("/a#b#c")]
    public void Parse_NoReference_IsNull(string text) => Assert.Null(SecretReference.Parse(text));

    [Fact]
    public void Load_RespondNotify_IsTaken() =>
        Assert.Equal(
            Response.Notify,
            SampleChecks.Load("version: 1\nchecks: { \"*\": { respond: notify } }").Policy!.Checks["*"].Respond
        );
}
