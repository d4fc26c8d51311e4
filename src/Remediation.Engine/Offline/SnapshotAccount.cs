using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Interfaces;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Engine.Offline;

/// <summary>
/// An account in memory, from a <see cref="Snapshot"/>. Calls are executed by pure application: each replaces the content as a
/// whole, so that whoever reads sees all of a call or nothing of it. It never reaches AWS.
/// </summary>
/// <param name="snapshot">What the account holds at first.</param>
/// <param name="ruleQuota">How many rules a group may have for each direction.</param>
/// <param name="entryQuota">How many entries a network ACL may have for each direction.</param>
public sealed class SnapshotAccount(
    Snapshot snapshot,
    int ruleQuota = SecurityGroup.DefaultRuleQuota,
    int entryQuota = NetworkAcl.DefaultEntryQuota
) : IAccount
{
    private readonly Lock _execution = new();
    private volatile Snapshot _content = snapshot;

    /// <summary>What the account holds now.</summary>
    public Snapshot Content => _content;

    public ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = _content;
        if (Elsewhere(reference, content) is { } elsewhere)
        {
            return ValueTask.FromResult(ReadOutcome.Failed(elsewhere, isRetryable: false));
        }
        return ValueTask.FromResult(
            reference.Type switch
            {
                ResourceTypes.SecurityGroup when reference.Id is null => ReadGroupByName(content, reference.Name ?? ""),
                ResourceTypes.SecurityGroup => Found(
                    content,
                    content.SecurityGroups.GetValueOrDefault(reference.Id),
                    SnapshotOperations.SecurityGroups
                ),
                ResourceTypes.NetworkAcl => Found(
                    content,
                    content.NetworkAcls.GetValueOrDefault(reference.Id ?? ""),
                    SnapshotOperations.NetworkAcls
                ),
                ResourceTypes.IsolationGroup => ReadIsolationGroup(content, reference.Id ?? ""),
                _ => ReadDocument(content, reference),
            }
        );
    }

    private static ReadOutcome ReadIsolationGroup(Snapshot content, string vpcId) =>
        content.WhyUnlisted(ResourceTypes.SecurityGroup) is { } reason
            ? ReadOutcome.Failed(new("SnapshotIncomplete", reason), isRetryable: false)
            : ReadOutcome.Found(Isolation(content, vpcId));

    private static IsolationGroup Isolation(Snapshot content, string vpcId) =>
        IsolationGroup.Of(
            vpcId,
            content.GroupIdsNamed(IsolationGroup.GroupName).Select(id => content.SecurityGroups[id]),
            content.Account,
            content.Region
        );

    private static ReadOutcome ReadDocument(Snapshot content, ResourceReference reference)
    {
        if (content.Documents.TryGetValue((reference.Type, reference.Id ?? ""), out var state))
        {
            return ReadOutcome.Found(Related(content, state));
        }
        return content.WhyUnlisted(reference.Type) is { } reason
            ? ReadOutcome.Failed(new("SnapshotIncomplete", reason), isRetryable: false)
            : ReadOutcome.NotFound;
    }

    // Looked up here it would not exist, and pass for gone.
    private static CallError? Elsewhere(ResourceReference reference, Snapshot content)
    {
        if (Differs(reference.Account, content.Account))
        {
            return new(
                CallError.WrongAccount,
                $"{reference} is in account {reference.Account}; the snapshot is of {content.Account}"
            );
        }
        return Differs(reference.Region, content.Region)
            ? new(CallError.WrongRegion, $"{reference} is in {reference.Region}; the snapshot is of {content.Region}")
            : null;
    }

    private static bool Differs(string theirs, string ours) => theirs.Length > 0 && ours.Length > 0 && theirs != ours;

    public ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var surroundings =
            state is SecurityGroup group && kinds != SurroundingKinds.None
                ? SnapshotSurroundings.Of(_content, group, kinds)
                : Surroundings.Unknown;
        return ValueTask.FromResult(surroundings);
    }

    public IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken)
    {
        var content = _content;
        IEnumerable<ResourceState> states = resourceType switch
        {
            ResourceTypes.SecurityGroup => content.GroupIds.Select(id => content.SecurityGroups[id]),
            ResourceTypes.NetworkAcl => content.Facts.AclIds.Select(id => content.NetworkAcls[id]),
            ResourceTypes.Template => content.Facts.Template is { } template ? [template] : [],
            _ => content
                .Facts.DocumentIds.Where(id => id.Type == resourceType)
                .Select(id => Related(content, content.Documents[id])),
        };
        return states.ToAsyncEnumerable();
    }

    public string? WhyPartial(string resourceType) => _content.WhyPartial(resourceType);

    public ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_execution)
        {
            var (content, error) = Execute(_content, call);
            _content = content;
            return ValueTask.FromResult(
                error is null ? CallOutcome.DoneWith(TokenLeftBy(call, content)) : CallOutcome.Refused(error)
            );
        }
    }

    private static string? TokenLeftBy(ApiCall call, Snapshot content) =>
        call.Resource is { } resource && content.Documents.TryGetValue((resource.Type, resource.Id), out var state)
            ? FirewallToken.LeftBy(call, state)
            : null;

    private (Snapshot Content, CallError? Error) Execute(Snapshot content, ApiCall call)
    {
        if (call.Resource is { } resource && content.Documents.TryGetValue((resource.Type, resource.Id), out var state))
        {
            if (MissingGroup(content, call) is { } missing)
            {
                return (content, missing);
            }
            if (state is Subnet subnet && Subnet.IsAssociation(call))
            {
                return SubnetAcls.Move(content, subnet, call);
            }
            var changed = state.Apply(call);
            return changed.IsSuccess ? (content.With(Named(content, changed.State)), null) : (content, changed.Error);
        }
        if (call.Service != "ec2")
        {
            return (content, new(CallError.UnknownOperation, $"a snapshot does not execute {call.IamAction}"));
        }
        if (call.Operation == "CreateSecurityGroup")
        {
            return CreateGroup(content, call);
        }
        if (Text(call, "NetworkAclId") is { } aclId)
        {
            return content.NetworkAcls.TryGetValue(aclId, out var acl)
                ? Take(content, NetworkAclCalls.Apply(acl, call, entryQuota), content.With)
                : (content, new(CallError.AclNotFound, $"The networkAcl ID '{aclId}' does not exist"));
        }
        if (FindGroup(content, call) is not { } group)
        {
            var code = WhatIsMissing(call.Operation);
            return (content, new(code, $"no security group of the snapshot is meant by {call}"));
        }
        var applied = SecurityGroupCalls.Apply(group, call, ruleQuota, id => SizeOf(content, id));
        return Take(content, applied, content.With);
    }

    // What another listing tells of a resource than its own.
    private static DocumentState Related(Snapshot content, DocumentState state) =>
        state is Subnet subnet ? SubnetAcls.Of(content, subnet) : state;

    private static (Snapshot Content, CallError? Error) CreateGroup(Snapshot content, ApiCall call)
    {
        var vpc = Isolation(content, Text(call, "VpcId") ?? "");
        var made = vpc.Apply(call);
        return made.IsSuccess
            ? (content.With(vpc.AsCreated(call, NewId(content, vpc.VpcId))), null)
            : (content, made.Error);
    }

    // The same for the same account, so that what is tried twice looks the same twice.
    private static string NewId(Snapshot content, string vpcId)
    {
        for (var attempt = 0; ; attempt++)
        {
            var text = $"{content.Account} {content.Region} {vpcId} {attempt}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            if (!content.SecurityGroups.ContainsKey($"sg-{hash[..17]}"))
            {
                return $"sg-{hash[..17]}";
            }
        }
    }

    private static CallError? MissingGroup(Snapshot content, ApiCall call) =>
        call.Operation == "ModifyNetworkInterfaceAttribute"
        && content.WhyUnlisted(ResourceTypes.SecurityGroup) is null
        && call.Parameters.TryGetProperty("Groups", out var groups)
        && groups.ValueKind == JsonValueKind.Array
            ? groups
                .EnumerateArray()
                .Select(group => group.ToString())
                .Where(group => !content.SecurityGroups.ContainsKey(group))
                .Select(group => new CallError(CallError.GroupNotFound, $"The security group '{group}' does not exist"))
                .FirstOrDefault()
            : null;

    private static DocumentState Named(Snapshot content, ResourceState state) =>
        state is ElasticInterface moved
            ? moved.WithGroups(moved.GroupIds, id => content.SecurityGroups.GetValueOrDefault(id)?.Name)
            : (DocumentState)state;

    private static string WhatIsMissing(string operation) =>
        operation switch
        {
            "CreateTags" or "DeleteTags" => CallError.RuleNotFound,
            "AuthorizeSecurityGroupIngress"
            or "AuthorizeSecurityGroupEgress"
            or "RevokeSecurityGroupIngress"
            or "RevokeSecurityGroupEgress"
            or "ModifySecurityGroupRules"
            or "UpdateSecurityGroupRuleDescriptionsIngress"
            or "UpdateSecurityGroupRuleDescriptionsEgress" => CallError.GroupNotFound,
            _ => CallError.UnknownOperation,
        };

    private static (Snapshot Content, CallError? Error) Take<TState>(
        Snapshot content,
        Applied<TState> applied,
        Func<TState, Snapshot> with
    )
        where TState : ResourceState => applied.IsSuccess ? (with(applied.State), null) : (content, applied.Error);

    private static SecurityGroup? FindGroup(Snapshot content, ApiCall call)
    {
        if (Text(call, "GroupId") is { } id)
        {
            return content.SecurityGroups.GetValueOrDefault(id);
        }
        if (Text(call, "GroupName") is { } name)
        {
            return ReadGroupByName(content, name).State as SecurityGroup;
        }
        var isOfRule = call.Parameters.TryGetProperty("Resources", out var resources) && resources.GetArrayLength() > 0;
        var ruleId = isOfRule ? resources[0].ToString() : "";
        return content.SecurityGroups.Values.FirstOrDefault(group => group.Rules.Any(rule => rule.RuleId == ruleId));
    }

    // EC2 takes a bare name for a group of the default VPC.
    private static ReadOutcome ReadGroupByName(Snapshot content, string name)
    {
        var groups = content.GroupIdsNamed(name).Select(id => content.SecurityGroups[id]).ToList();
        if (groups.Count > 1 && groups.FindAll(group => content.Facts.DefaultVpcs.Contains(group.VpcId)) is [var only])
        {
            return ReadOutcome.Found(only);
        }
        return groups.Count > 1
            ? ReadOutcome.Failed(
                new(
                    CallError.InvalidParameter,
                    $"several security groups are named '{name}': {string.Join(", ", groups.Select(group => group.Id))}"
                ),
                isRetryable: false
            )
            : Found(content, groups.FirstOrDefault(), SnapshotOperations.SecurityGroups);
    }

    private static ReadOutcome Found(Snapshot content, ResourceState? state, string operation)
    {
        if (state is not null)
        {
            return ReadOutcome.Found(state);
        }
        return content.Facts.WhyUnknown(operation) is { } reason
            ? ReadOutcome.Failed(new("SnapshotIncomplete", reason), isRetryable: false)
            : ReadOutcome.NotFound;
    }

    private static int SizeOf(Snapshot content, string prefixListId) =>
        content.Facts.PrefixListHeads.TryGetValue(prefixListId, out var list) ? list.MaxEntries : 1;

    private static string? Text(ApiCall call, string name) =>
        call.Parameters.TryGetProperty(name, out var value) ? value.ToString() : null;
}
