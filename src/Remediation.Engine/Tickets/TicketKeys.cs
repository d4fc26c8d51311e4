using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Tickets;

/// <summary>How tickets and notices are called where they are kept.</summary>
public static class TicketKeys
{
    /// <summary>The collection of pointers to whatever some sink has not taken yet.</summary>
    public const string Outbox = "outbox";

    /// <summary>The key that a ticket bears in every sink, from resource and check alone.</summary>
    public static string Of(ResourceId resource, string check) =>
        "rem-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{resource.Arn}\n{check}")))[..16];

    /// <summary>The collection of all tickets of a resource, by check.</summary>
    public static string Collection(ResourceId resource) => $"ticket/{resource.Arn}";

    public static RecordKey Ticket(ResourceId resource, string check) => new(Collection(resource), check);

    public static RecordKey Notice(string id) => new($"notice/{id}", "notice");
}
