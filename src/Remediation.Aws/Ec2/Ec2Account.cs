using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Remediation.Core.Checks;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Interfaces;
using Remediation.Engine;
using Groups = Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Aws.Ec2;

/// <summary>
/// One AWS account in one region over EC2's API, each request bounded in time. Which account it is, is the credentials' affair;
/// a reference to another account or region is refused, not read. It does not dispose of the client.
/// </summary>
public sealed class Ec2Account : IAccount
{
    // As many groups as one request for their rules can name.
    private const int GroupsPerPage = 200;

    private const string UnsupportedType = "UnsupportedResourceType";

    private readonly IAmazonEC2 _ec2;
    private readonly string _region;
    private readonly BoundedRequests _requests;
    private readonly Ec2Queries _queries;
    private readonly Ec2SurroundingsReader _surroundings;

    /// <param name="region">The region that the client asks; states are named after it.</param>
    public Ec2Account(IAmazonEC2 ec2, string region, RequestBudget budget)
    {
        _ec2 = ec2;
        _region = region;
        _requests = new(budget);
        _queries = new(ec2, _requests);
        _surroundings = new(_queries);
    }

    /// <summary>The IAM actions that reading needs; what executing needs, each call says itself.</summary>
    public static ImmutableArray<string> ReadActions { get; } = [.. Ec2Queries.Actions];

    public async ValueTask<ReadOutcome> ReadAsync(ResourceReference reference, CancellationToken cancellationToken)
    {
        if (reference.Region.Length > 0 && reference.Region != _region)
        {
            return Refused(
                CallError.WrongRegion,
                $"{reference} is in {reference.Region}; this account is read in {_region}"
            );
        }
        var outcome = reference switch
        {
            { Type: ResourceTypes.SecurityGroup, Id: { } id } => await ReadGroupAsync(id, cancellationToken),
            { Type: ResourceTypes.SecurityGroup, Name: { } name } => await ReadNamedAsync(name, cancellationToken),
            { Type: ResourceTypes.NetworkAcl, Id: { } id } => await ReadAclAsync(id, cancellationToken),
            { Type: ResourceTypes.IsolationGroup, Id: { } id } => await ReadIsolationGroupAsync(
                reference,
                id,
                cancellationToken
            ),
            _ => Refused(UnsupportedType, $"{reference.Type} '{reference}' cannot be read"),
        };
        return outcome.State is { } state && IsForeign(state.Id.Account, reference.Account)
            ? Refused(
                CallError.WrongAccount,
                $"{reference} belongs to account {state.Id.Account}, and was asked for as one of {reference.Account}"
            )
            : outcome;
    }

    public async ValueTask<Surroundings> ReadSurroundingsAsync(
        ResourceState state,
        SurroundingKinds kinds,
        CancellationToken cancellationToken
    ) =>
        state is Groups.SecurityGroup group
            ? await _surroundings.ReadAsync(group, kinds, cancellationToken)
            : Surroundings.Unknown;

    public IAsyncEnumerable<ResourceState> ListAsync(string resourceType, CancellationToken cancellationToken) =>
        resourceType switch
        {
            ResourceTypes.SecurityGroup => ListGroupsAsync(cancellationToken),
            ResourceTypes.NetworkAcl => ListAclsAsync(cancellationToken),
            // What is deployed holds no template that is not.
            ResourceTypes.Template => AsyncEnumerable.Empty<ResourceState>(),
            _ => throw new AccountException(new(UnsupportedType, $"{resourceType} cannot be listed"), false),
        };

    public async ValueTask<CallOutcome> ExecuteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var bound = Ec2Calls.Bind(call);
        if (!bound.CanBeSent)
        {
            return CallOutcome.Refused(bound.Error);
        }
        var answer = await _requests.SendAsync(bounded => bound.Send(_ec2, bounded), cancellationToken);
        if (!answer.IsAnswered)
        {
            return answer.Failure.IsRetryable
                ? CallOutcome.Retryable(answer.Failure.Error)
                : CallOutcome.Refused(answer.Failure.Error);
        }
        return answer.Value.Refusal is { } refusal ? CallOutcome.Refused(refusal) : CallOutcome.Done;
    }

    private static bool IsForeign(string actual, string expected) =>
        actual.Length > 0 && expected.Length > 0 && actual != expected;

    private static ReadOutcome Refused(string code, string message) =>
        ReadOutcome.Failed(new(code, message), isRetryable: false);

    private static ReadOutcome Failed(AwsFailure failure) =>
        failure.Error.Code is CallError.GroupNotFound or CallError.AclNotFound
            ? ReadOutcome.NotFound
            : ReadOutcome.Failed(failure.Error, failure.IsRetryable);

    private async Task<ReadOutcome> ReadGroupAsync(string id, CancellationToken ct)
    {
        var reading = _queries.SecurityGroupAsync(id, ct);
        var readingRules = _queries.RulesAsync([id], ct);
        await Task.WhenAll(reading, readingRules);
        var answer = await reading;
        if (!answer.IsAnswered)
        {
            return Failed(answer.Failure);
        }
        return answer.Value.SecurityGroups is [var group, ..]
            ? WithRules(group, await readingRules)
            : ReadOutcome.NotFound;
    }

    private async Task<ReadOutcome> ReadIsolationGroupAsync(
        ResourceReference reference,
        string vpcId,
        CancellationToken ct
    )
    {
        var answer = await _queries.SecurityGroupsAsync(Ec2Queries.By("group-name", IsolationGroup.GroupName), ct);
        return answer.IsAnswered
            ? ReadOutcome.Found(
                IsolationGroup.Of(
                    vpcId,
                    answer.Value.Select(group => SecurityGroupMapping.ToState(group, [], _region)),
                    reference.Account,
                    _region
                )
            )
            : Failed(answer.Failure);
    }

    private async Task<ReadOutcome> ReadNamedAsync(string name, CancellationToken ct)
    {
        var answer = await _queries.SecurityGroupsAsync(Ec2Queries.By("group-name", EscapeWildcards(name)), ct);
        if (!answer.IsAnswered)
        {
            return Failed(answer.Failure);
        }
        return answer.Value.FindAll(group => group.GroupName == name) switch
        {
            [] => ReadOutcome.NotFound,
            [var group] => WithRules(group, await _queries.RulesAsync([group.GroupId], ct)),
            var several => Refused(
                "AmbiguousGroupName",
                $"{several.Count} security groups are named '{name}': "
                    + string.Join(", ", several.Select(group => $"{group.GroupId} in {group.VpcId}"))
                    + ". Name the group by its id"
            ),
        };
    }

    private ReadOutcome WithRules(SecurityGroup group, AwsAnswer<List<SecurityGroupRule>> rules) =>
        rules.IsAnswered
            ? ReadOutcome.Found(SecurityGroupMapping.ToState(group, rules.Value, _region))
            : Failed(rules.Failure);

    private async Task<ReadOutcome> ReadAclAsync(string id, CancellationToken ct)
    {
        var answer = await _queries.NetworkAclAsync(id, ct);
        if (!answer.IsAnswered)
        {
            return Failed(answer.Failure);
        }
        return answer.Value.NetworkAcls is [var acl, ..]
            ? ReadOutcome.Found(NetworkAclMapping.ToState(acl, _region))
            : ReadOutcome.NotFound;
    }

    private async IAsyncEnumerable<ResourceState> ListGroupsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in _queries.SecurityGroupPagesAsync(null, GroupsPerPage, ct))
        {
            var groups = Read(page).SecurityGroups ?? [];
            var rules = Read(await _queries.RulesAsync(groups.Select(group => group.GroupId), ct))
                .ToLookup(rule => rule.GroupId, StringComparer.Ordinal);
            foreach (var group in groups)
            {
                yield return SecurityGroupMapping.ToState(group, rules[group.GroupId], _region);
            }
        }
    }

    private async IAsyncEnumerable<ResourceState> ListAclsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in _queries.NetworkAclPagesAsync(ct))
        {
            foreach (var acl in Read(page).NetworkAcls ?? [])
            {
                yield return NetworkAclMapping.ToState(acl, _region);
            }
        }
    }

    private static T Read<T>(AwsAnswer<T> answer)
        where T : class =>
        answer.IsAnswered ? answer.Value : throw new AccountException(answer.Failure.Error, answer.Failure.IsRetryable);

    // EC2's filters read * and ? as wildcards, and group names may hold them.
    private static string EscapeWildcards(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("?", "\\?", StringComparison.Ordinal);
}
