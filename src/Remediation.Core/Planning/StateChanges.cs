using System.Diagnostics;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Traffic;

namespace Remediation.Core.Planning;

/// <summary>What planning needs of any resource type: the calls between two states, and what a call makes of a state.</summary>
public static class StateChanges
{
    /// <summary>The fewest calls that turn one state into another, in an order that is safe at every step, or why there are none.</summary>
    public static OrderedCalls Diff(ResourceState current, ResourceState desired, Surroundings surroundings) =>
        (current, desired) switch
        {
            (SecurityGroup from, SecurityGroup to) => OrderedCalls.Of(
                SecurityGroupDiff.Between(from, to, prefixListSize: surroundings.PrefixListSize)
            ),
            (NetworkAcl from, NetworkAcl to) => NetworkAclDiff.Between(from, to, mayCut: false),
            (DocumentState from, DocumentState to) => from.CallsTo(to),
            _ => throw new UnreachableException($"no difference is known for {current.GetType().Name}"),
        };

    /// <summary>What AWS would make of the call: the new state or the error.</summary>
    public static Applied<ResourceState> Apply(ResourceState state, ApiCall call, Surroundings surroundings) =>
        state switch
        {
            SecurityGroup group => Widen(
                SecurityGroupCalls.Apply(group, call, prefixListSize: surroundings.PrefixListSize)
            ),
            NetworkAcl acl => Widen(NetworkAclCalls.Apply(acl, call)),
            DocumentState document => document.Apply(call),
            _ => throw new UnreachableException($"no call is known for {state.GetType().Name}"),
        };

    /// <summary>What the state lets through in a direction.</summary>
    public static AllowedTraffic Allowed(ResourceState state, Direction direction, Surroundings surroundings) =>
        state switch
        {
            SecurityGroup group => AllowedTraffic.Of(group.RulesOf(direction), surroundings),
            NetworkAcl acl => AllowedTraffic.Of(acl.AllowedTraffic(direction)),
            DocumentState => AllowedTraffic.Nothing,
            _ => throw new UnreachableException($"no traffic is known for {state.GetType().Name}"),
        };

    private static Applied<ResourceState> Widen<TState>(Applied<TState> applied)
        where TState : ResourceState =>
        applied.IsSuccess
            ? Applied<ResourceState>.To(applied.State)
            : Applied<ResourceState>.Refused(applied.Error.Code, applied.Error.Message);
}
