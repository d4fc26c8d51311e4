using Remediation.Engine.Records;
using Remediation.Engine.Tickets;

namespace Remediation.Engine.Tests.Tickets;

public sealed class OutboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Pending_Nothing_IsNoneForNoTime() => Assert.Equal(new(0, TimeSpan.Zero), await PendingAsync());

    [Fact]
    public async Task Pending_Several_IsTheAgeOfTheOldest()
    {
        await PointAsync("a", Now.AddHours(-1));
        await PointAsync("b", Now.AddHours(-3));
        await PointAsync("c", Now.AddMinutes(-1));

        Assert.Equal(new(3, TimeSpan.FromHours(3)), await PendingAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"since":5}""")]
    [InlineData("""{"since":"yesterday"}""")]
    public async Task Pending_PointerThatDoesNotSaySinceWhen_IsCountedAsNew(string json)
    {
        await WriteAsync("a", json);

        Assert.Equal(new(1, TimeSpan.Zero), await PendingAsync());
    }

    private Task PointAsync(string name, DateTimeOffset since) => WriteAsync(name, $$"""{"since":"{{since:O}}"}""");

    private async Task WriteAsync(string name, string json)
    {
        var read = await _records.ReadAsync(new(TicketKeys.Outbox, name), CancellationToken.None);
        await _records.WriteAsync(read.Value!, json, null, CancellationToken.None);
    }

    private async Task<PendingDeliveries> PendingAsync() =>
        (await Outbox.PendingAsync(_records, Now, CancellationToken.None)).Value!;
}
