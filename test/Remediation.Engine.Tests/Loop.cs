using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core.Checks;
using Remediation.Core.Events;
using Remediation.Core.Policies;
using Remediation.Core.Resources;
using Remediation.Engine.Approvals;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;
using Remediation.Testing;

namespace Remediation.Engine.Tests;

/// <summary>One account, its stores and a clock, and an engine for each thing that happens there.</summary>
internal sealed class Loop(Policy policy, params ResourceState[] states)
{
    public VirtualTime Time { get; } = new(Sample.Now);

    public ScriptedAccount Account { get; } = new(states);

    public MemoryLedger Ledger { get; } = new();

    public MemoryRecords Records { get; } = new();

    public RecordingTickets Tickets { get; } = new();

    public IApprovalKey? ApprovalKey { get; set; }

    public Policy Policy { get; set; } = policy;

    public ReconcilerOptions Options { get; set; } =
        new() { Apply = true, VerifyDelays = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero] };

    private Reconciler Engine =>
        new(
            new()
            {
                Account = Account,
                Ledger = Ledger,
                Time = Time,
                Records = Records,
                ApprovalKey = ApprovalKey,
                Tickets = [Tickets],
            },
            new PolicyEvaluator(Policy, CheckCatalog.All),
            CheckCatalog.All,
            Options
        );

    /// <summary>The last notice of the check's ticket.</summary>
    public TicketNotice TicketOf(string check) => Tickets.Tickets.Last(ticket => ticket.Check == check);

    public T State<T>(string id)
        where T : ResourceState => Account.State<T>(id);

    public async Task<ImmutableArray<Outcome>> HandleAsync(params ParsedEvent[] events) =>
        Defects.None(await Engine.HandleAsync(events, TestContext.Current.CancellationToken));

    public async Task<ImmutableArray<Outcome>> HandleDueAsync() =>
        Defects.None(await Engine.HandleDueAsync(TestContext.Current.CancellationToken));

    public async Task<ApprovalResult> ApproveAsync(string hash)
    {
        var result = await Engine.ApproveAsync(hash, "bob", TestContext.Current.CancellationToken);
        Defects.None(result.Outcomes);
        return result;
    }

    /// <summary>A CloudTrail event of now, by a role of the account or by whoever is given.</summary>
    public ParsedEvent By(
        string role,
        string resource = Sample.GroupId,
        string name = "AuthorizeSecurityGroupIngress"
    ) =>
        By(
            new Actor
            {
                IdentityType = "AssumedRole",
                SessionIssuerArn = $"arn:aws:iam::{Sample.Account}:role/{role}",
                PrincipalArn = $"arn:aws:sts::{Sample.Account}:assumed-role/{role}/session",
                DisplayName = $"session as role {role}",
            },
            resource,
            name
        );

    public ParsedEvent By(
        Actor actor,
        string resource = Sample.GroupId,
        string name = "AuthorizeSecurityGroupIngress",
        DateTimeOffset? time = null
    )
    {
        var now = time ?? Time.GetUtcNow();
        return ParsedEvent.Understood(
            new()
            {
                EventId = $"e-{now.Ticks}",
                Channel = EventChannel.CloudTrail,
                Resources = [new(ResourceTypes.SecurityGroup, Sample.Account, Sample.Region) { Id = resource }],
                Actor = actor,
                Source = "ec2.amazonaws.com",
                Name = name,
                Time = now,
                Account = Sample.Account,
                Region = Sample.Region,
            }
        );
    }
}
