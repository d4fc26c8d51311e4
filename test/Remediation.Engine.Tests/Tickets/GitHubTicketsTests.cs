using Remediation.Engine.Tests.Tickets.Systems;

namespace Remediation.Engine.Tests.Tickets;

public sealed class GitHubTicketsTests() : TicketSinkContract(new GitHubServer())
{
    // Whatever a resource is called, nobody is mentioned and no block ends early.
    [Fact]
    public async Task Deliver_HostileName_StandsInACodeBlock()
    {
        await DeliverAsync(SampleNotice.Open);

        var body = (string)Assert.Single(Kept.Tickets).Content["body"]!;
        Assert.Equal(2, body.Split('\n').Count(line => line == "````"));
        var (start, end) = (
            body.IndexOf("````\n", StringComparison.Ordinal),
            body.LastIndexOf("\n````", StringComparison.Ordinal)
        );
        Assert.Contains("@everyone", body[start..end], StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", body[..start] + body[end..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_EndlessText_IsCutAndKeepsItsBlocks()
    {
        var endless = SampleNotice.Open with
        {
            ResourceName = "app",
            Reason = new string('x', 200_000),
            ManualFix = new string('y', 200_000),
        };

        var outcome = await DeliverAsync(endless);

        Assert.True(outcome.IsDelivered, $"{outcome.Error}");
        var body = (string)Assert.Single(Kept.Tickets).Content["body"]!;
        Assert.Equal(2, body.Split('\n').Count(line => line == "```"));
        Assert.EndsWith("...\n```", body, StringComparison.Ordinal);
    }
}
