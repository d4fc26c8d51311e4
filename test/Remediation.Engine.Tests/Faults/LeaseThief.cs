using Remediation.Core.Resources;
using Remediation.Engine.Leases;
using Remediation.Engine.Records;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Faults;

/// <summary>
/// Another engine that is handed the leases of resources: the time of whoever had them is over. It does nothing, and leaves what was to be
/// done.
/// </summary>
internal static class LeaseThief
{
    public static void Steal(IRecordStore records, VirtualTime time, params ReadOnlySpan<ResourceId> resources)
    {
        var options = new LeaseOptions();
        time.Advance(options.Duration + TimeSpan.FromSeconds(1));
        var thief = new LeaseKeeper(records, "thief", time, options);
        foreach (var resource in resources)
        {
            if (thief.AcquireAsync(resource, CancellationToken.None).GetAwaiter().GetResult().Lease is { } lease)
            {
                var given = lease.IsTakenOver ? thief.AbandonAsync(lease) : thief.ReleaseAsync(lease, lease.Unfinished);
                given.AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
