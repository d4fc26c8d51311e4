using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Core.Events;

/// <summary>Whatever session, filter or target of traffic mirroring a call names, the sessions are looked at together.</summary>
internal static class TrafficMirrorCalls
{
    internal static NamedResources OfAll(Ec2Request call) =>
        NamedResources.Of(
            [new NamedResource(ResourceTypes.TrafficMirrorSessions, TrafficMirrorSessions.OnlyId)],
            call.Lacks("traffic mirror session")
        );
}
