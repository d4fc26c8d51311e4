using System.Text.Json.Nodes;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>One ticket as a simulated system keeps it.</summary>
internal sealed class KeptTicket(string id, string key, JsonObject content)
{
    public string Id => id;

    public string Key => key;

    public JsonObject Content { get; set; } = content;

    public bool IsOpen { get; set; } = true;

    public string Text => Content.ToJsonString();
}
