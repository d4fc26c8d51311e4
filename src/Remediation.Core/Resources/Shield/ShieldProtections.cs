using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.Shield;

/// <summary>
/// All protections of an account by Shield Advanced, together. Shield is global and read in us-east-1. It says nothing of what
/// Shield Standard does for everybody. https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_Protection.html.
/// </summary>
public sealed class ShieldProtections : DocumentState
{
    public const string ProtectionsPart = "shield.list-protections";
    public const string SubscriptionPart = "shield.describe-subscription";
    public const string GlobalRegion = "us-east-1";

    /// <summary>The id of the one that there is in an account.</summary>
    public const string OnlyId = "protections";

    private const string CreateOperation = "CreateProtection";
    private const string DeleteOperation = "DeleteProtection";

    private ShieldProtections() { }

    /// <summary>The subscription to Shield Advanced, that there is none, or why it is unknown.</summary>
    public Fact<AwsDocument> Subscription =>
        Part(SubscriptionPart) is { Value: { } part } && part.At(DocumentPath.Of("Subscription")) is null
            ? Fact<AwsDocument>.Absent
            : Part(SubscriptionPart);

    /// <summary>The protections, or why they are unknown.</summary>
    public Fact<ImmutableList<ShieldProtection>> Protections =>
        Part(ProtectionsPart) is { UnknownReason: { } reason }
            ? Fact<ImmutableList<ShieldProtection>>.Unknown(reason)
            : Fact<ImmutableList<ShieldProtection>>.Known([.. Listed]);

    public static ShieldProtections Of(
        string account,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown
    ) =>
        new()
        {
            Id = new(ResourceTypes.ShieldProtections, OnlyId, account, GlobalRegion),
            Name = "Shield Advanced protections",
            Parts = parts,
            UnknownParts = unknown,
        };

    public override DocumentState WithPart(string operation, AwsDocument? part) =>
        Of(Id.Account, part is null ? Parts.Remove(operation) : Parts.SetItem(operation, part), UnknownParts);

    /// <summary>These protections and one for a resource, as it would be when it was just made.</summary>
    public ShieldProtections WithCreated(ShieldProtection protection) =>
        (ShieldProtections)Create(ToCreate(protection)).State!;

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is ShieldProtections before ? [.. Changes(before)] : null;

    public override OrderedCalls CallsTo(DocumentState desired)
    {
        var to = (ShieldProtections)desired;
        if ((Protections.UnknownReason ?? to.Protections.UnknownReason) is { } reason)
        {
            return OrderedCalls.None($"the protections are not known: {reason}");
        }
        return to.Subscription.Value?.Canonical != Subscription.Value?.Canonical
            ? OrderedCalls.None("a subscription to Shield Advanced is a commitment of a year, which no plan makes")
            : OrderedCalls.Of([
                .. Beyond(to.Listed, Listed).Select(ToCreate),
                .. Beyond(Listed, to.Listed).Select(ToDelete),
            ]);
    }

    public override Applied<ResourceState> Apply(ApiCall call) =>
        (call.Service, call.Operation) switch
        {
            ("shield", CreateOperation) => Create(call),
            ("shield", DeleteOperation) => Delete(call),
            _ => Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.IamAction} is not a call on Shield's protections that this version knows"
            ),
        };

    private IEnumerable<ShieldProtection> Listed =>
        ListedDocument.Elements(Parts.GetValueOrDefault(ProtectionsPart)).Select(item => new ShieldProtection(item));

    private static IEnumerable<ShieldProtection> Beyond(
        IEnumerable<ShieldProtection> some,
        IEnumerable<ShieldProtection> others
    ) => some.ExceptBy(others.Select(item => item.ResourceArn), item => item.ResourceArn, StringComparer.Ordinal);

    /// <summary>
    /// What changed of what Shield does in an attack, for the resources that were protected and are: its automatic response, the
    /// health checks that it heeds, and whether its response team calls by itself.
    /// </summary>
    public IEnumerable<StateChange> ResponseChangesSince(ShieldProtections before)
    {
        var pairs = Listed
            .Join(
                before.Listed,
                now => now.ResourceArn,
                was => was.ResourceArn,
                (now, was) => (Was: was, Now: now),
                StringComparer.Ordinal
            )
            .ToList();
        return
        [
            .. pairs.Select(pair => pair.Was.ResponseChange(pair.Now)).OfType<StateChange>(),
            .. pairs.SelectMany(pair => pair.Was.HealthCheckChanges(pair.Now)),
            .. EngagementChange(before.ProactiveEngagement, ProactiveEngagement),
        ];
    }

    /// <summary>
    /// <c>ENABLED</c> where Shield's response team calls the account's contacts by itself when a health check turns bad in an attack.
    /// https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_Subscription.html.
    /// </summary>
    private string ProactiveEngagement =>
        Subscription.Value?.At(DocumentPath.Of("Subscription", "ProactiveEngagementStatus"))
            is { Root.ValueKind: JsonValueKind.String } status
            ? status.Root.GetString()!
            : "";

    private static IEnumerable<StateChange> EngagementChange(string before, string after) =>
        before == after || after.Length == 0 ? []
        : before == "ENABLED"
            ? [new(ChangeEffect.Weaker, $"proactive engagement of the response team: {before} → {after}")]
        : after == "ENABLED"
            ? [new(ChangeEffect.Stronger, $"proactive engagement of the response team: {before} → {after}")]
        : [];

    private IEnumerable<StateChange> Changes(ShieldProtections before)
    {
        if ((Protections.UnknownReason ?? before.Protections.UnknownReason) is { } reason)
        {
            return [new(ChangeEffect.Unknown, $"what is protected is not known: {reason}")];
        }
        return
        [
            .. Beyond(before.Listed, Listed)
                .Select(item => new StateChange(ChangeEffect.Weaker, $"{item.ResourceArn} is no longer protected")),
            .. Beyond(Listed, before.Listed)
                .Select(item => new StateChange(ChangeEffect.Stronger, $"{item.ResourceArn} is protected")),
            .. ResponseChangesSince(before),
        ];
    }

    private static ApiCall ToCreate(ShieldProtection protection) =>
        ApiCall.Create(
            "shield",
            CreateOperation,
            ApiCallEffect.Adds,
            $"protect  {protection.ResourceArn}",
            writer =>
            {
                writer.WriteString("Name", protection.Name);
                writer.WriteString("ResourceArn", protection.ResourceArn);
                if (TagJson.Read(protection.Document.Root, "Tags"u8) is { IsEmpty: false } tags)
                {
                    TagJson.Write(writer, "Tags", tags);
                }
            }
        );

    private static ApiCall ToDelete(ShieldProtection protection) =>
        ApiCall.Create(
            "shield",
            DeleteOperation,
            ApiCallEffect.Removes,
            $"unprotect  {protection.ResourceArn}",
            writer => writer.WriteString("ProtectionId", protection.Id)
        );

    private Applied<ResourceState> Create(ApiCall call)
    {
        if (Subscription.IsAbsent)
        {
            return Applied<ResourceState>.Refused(
                "ResourceNotFoundException",
                "the account has no subscription to Shield Advanced"
            );
        }
        var arn = AwsJson.Text(call.Parameters, "ResourceArn"u8) ?? "";
        return Listed.Any(item => item.ResourceArn == arn)
            ? Applied<ResourceState>.Refused("ResourceAlreadyExistsException", $"{arn} is protected already")
            : With([.. Listed.Select(item => item.Document.Root), Created(call).Root]);
    }

    private Applied<ResourceState> Delete(ApiCall call)
    {
        var id = AwsJson.Text(call.Parameters, "ProtectionId"u8);
        var left = Listed.Where(item => item.Id != id).ToList();
        return left.Count == Listed.Count()
            ? Applied<ResourceState>.Refused("ResourceNotFoundException", $"there is no protection {id}")
            : With([.. left.Select(item => item.Document.Root)]);
    }

    private Applied<ResourceState> With(ImmutableArray<JsonElement> elements) =>
        Applied<ResourceState>.To(WithPart(ProtectionsPart, ListedDocument.Of(elements)));

    private static AwsDocument Created(ApiCall call) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("Id", StandInId.For("protection", call.ParametersJson));
            foreach (var member in call.Parameters.EnumerateObject())
            {
                member.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
}
