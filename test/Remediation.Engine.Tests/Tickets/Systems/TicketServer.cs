using System.Text.Json.Nodes;
using Remediation.Engine.Tickets;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>
/// A system of tickets over HTTP that knows what the product sends it and nothing else: whatever differs is a fault of the test.
/// </summary>
internal abstract class TicketServer : IAsyncDisposable
{
    protected TicketServer() => Server = new(Guarded);

    public LocalServer Server { get; }

    public List<KeptTicket> Tickets { get; } = [];

    /// <summary>What was asked that the real system would not understand.</summary>
    public List<string> Misunderstood { get; } = [];

    public abstract ITicketSink Sink(Senders senders);

    /// <summary>Somebody in the other system sets it to closed, or opens it.</summary>
    public virtual void Set(KeptTicket ticket, bool isOpen) => ticket.IsOpen = isOpen;

    /// <summary>How many requests changed something.</summary>
    public int Writes => Server.Requests.Count(IsWrite);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    protected abstract LocalAnswer Answer(LocalRequest request);

    protected virtual bool IsWrite(LocalRequest request) => request.Method != "GET";

    protected KeptTicket? Find(string id) => Tickets.Find(ticket => ticket.Id == id);

    protected static void Merge(KeptTicket ticket, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            ticket.Content[name] = value?.DeepClone();
        }
    }

    protected static JsonObject Object(LocalRequest request) => JsonNode.Parse(request.Body)!.AsObject();

    private LocalAnswer Guarded(LocalRequest request)
    {
        try
        {
            return Answer(request);
        }
        catch (Exception fault) when (fault is InvalidOperationException or NullReferenceException or FormatException)
        {
            Misunderstood.Add($"{request.Method} {request.Target} {request.Text}: {fault.Message}");
            return new(400, "{}");
        }
    }

    /// <summary>What the real system prescribes.</summary>
    protected static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
