using System.Collections.Immutable;
using Remediation.Core.Events;
using Remediation.Core.Resources;
using Remediation.Engine.Records;

namespace Remediation.Engine.Rechecks;

/// <summary>That a resource is to be looked at again.</summary>
/// <param name="Record">Where it is remembered.</param>
/// <param name="Due">From when on.</param>
/// <param name="Resource">Which resource.</param>
/// <param name="Why">What ends then, in words.</param>
internal sealed record Recheck(StoredRecord Record, DateTimeOffset Due, ResourceReference Resource, string Why)
{
    /// <summary>The finding of another service that waits for it; null where the resource itself is to be judged.</summary>
    public ReportedFinding? Finding { get; init; }

    /// <summary>It as an event that names the resource: by nobody, and worth no more than any request to look.</summary>
    public ParsedEvent ToEvent() =>
        ParsedEvent.Understood(
            new()
            {
                EventId = $"recheck-{Due.UtcDateTime:yyyyMMdd'T'HHmmssfffffff'Z'}",
                Channel = EventChannel.Manual,
                Resources = ImmutableArray.Create(Resource),
                Finding = Finding,
                Actor = new() { DisplayName = "recheck" },
                Source = "remediation",
                Name = "recheck",
                Time = Due,
                Account = Resource.Account,
                Region = Resource.Region,
            }
        );
}
