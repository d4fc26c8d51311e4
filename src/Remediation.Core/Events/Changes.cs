namespace Remediation.Core.Events;

/// <summary>Puts together what the readers of the several channels found.</summary>
internal static class Changes
{
    internal static Change Of(
        EventChannel channel,
        NamedResources named,
        Place place,
        DateTimeOffset time,
        string source,
        EventContext at
    ) =>
        new()
        {
            EventId = at.EventId ?? "",
            Channel = channel,
            Resources = [.. named.Resources.Select(resource => resource.In(place))],
            Actor = at.Actor,
            Source = source,
            Name = at.Name ?? "",
            Time = time,
            Account = place.Account,
            Region = place.Region,
        };
}
