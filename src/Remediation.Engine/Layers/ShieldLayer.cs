using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Planning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Shield;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// The protections of Shield Advanced. They are global: live they are read in us-east-1 and nowhere else, so that they are not
/// judged once for every region.
/// </summary>
public sealed class ShieldLayer : ResourceLayer
{
    private const string Shield = "shield";

    public override ImmutableArray<string> ResourceTypes { get; } = [Core.Resources.ResourceTypes.ShieldProtections];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } =
    [new(ShieldProtections.ProtectionsPart, "Protections"), new(ShieldProtections.SubscriptionPart)];

    public override ImmutableArray<string> ReadActions { get; } =
    ["shield:DescribeSubscription", "shield:ListProtections"];

    public override bool IsReadIn(string region) => region == ShieldProtections.GlobalRegion;

    public override IEnumerable<string> PartsOf(string resourceType) => Outputs.Select(output => output.Operation);

    public override IEnumerable<ParseResult<ResourceState>> Assemble(string resourceType, SnapshotDocuments documents)
    {
        var parts = ImmutableSortedDictionary.CreateBuilder<string, AwsDocument>(StringComparer.Ordinal);
        var unknown = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (documents.WhyUnknown(ShieldProtections.ProtectionsPart) is { } protections)
        {
            unknown[ShieldProtections.ProtectionsPart] = protections;
        }
        else
        {
            var elements = documents.Of(ShieldProtections.ProtectionsPart).Select(element => element.Json);
            parts[ShieldProtections.ProtectionsPart] = ListedDocument.Of(elements);
        }
        if (documents.WhyUnknown(ShieldProtections.SubscriptionPart) is { } subscription)
        {
            unknown[ShieldProtections.SubscriptionPart] = subscription;
        }
        else if (
            documents.Of(ShieldProtections.SubscriptionPart) is [{ Json: var output }, ..]
            && IsSubscription(output)
        )
        {
            parts[ShieldProtections.SubscriptionPart] = AwsDocument.Of(output);
        }
        yield return ParseResult<ResourceState>.Success(
            ShieldProtections.Of(AccountOf(documents), parts.ToImmutable(), unknown.ToImmutable())
        );
    }

    // The ARNs of the subscription and the protections name the account where nothing else does.
    private static string AccountOf(SnapshotDocuments documents) =>
        documents.Account.Length > 0
            ? documents.Account
            : documents
                .Of(ShieldProtections.SubscriptionPart)
                .Select(output => Text(output.Json, "Subscription", "SubscriptionArn"))
                .Concat(
                    documents
                        .Of(ShieldProtections.ProtectionsPart)
                        .Select(element => Text(element.Json, "ProtectionArn"))
                )
                .Select(arn => arn.Split(':') is ["arn", _, Shield, _, var account, ..] ? account : "")
                .FirstOrDefault(account => account.Length > 0, "");

    private static string Text(JsonElement element, params ReadOnlySpan<string> path) =>
        AwsDocument.Of(element).At(DocumentPath.Of(path))?.Root is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : "";

    public override async Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    )
    {
        if (!IsReadIn(source.Region))
        {
            return ReadOutcome.Failed(
                new(
                    CallError.WrongRegion,
                    $"Shield Advanced is read in {ShieldProtections.GlobalRegion}; this account is read in {source.Region}"
                ),
                isRetryable: false
            );
        }
        var reading = await ReadAsync(source, reference.Account, cancellationToken);
        return reading.PassingFailure is { } failure
            ? ReadOutcome.Failed(failure.Error!, failure.IsRetryable)
            : DocumentReading.Single(Assemble(reference.Type, reading.Documents));
    }

    public override async IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!IsReadIn(source.Region))
        {
            yield break;
        }
        var reading = await ReadAsync(source, "", cancellationToken);
        DocumentReading.ThrowIf(reading.PassingFailure);
        foreach (var state in DocumentReading.All(Assemble(resourceType, reading.Documents)))
        {
            yield return state;
        }
    }

    private static async Task<DocumentReading> ReadAsync(
        IDocumentSource source,
        string account,
        CancellationToken cancellationToken
    )
    {
        var reading = new DocumentReading(source, cancellationToken) { Account = account };
        await reading.AddWholeAsync(ShieldProtections.SubscriptionPart, Shield, "DescribeSubscription", "{}");
        // Without a subscription, the listing is answered like the subscription: that there is none.
        await reading.AddOrNoneAsync(ShieldProtections.ProtectionsPart, Shield, "ListProtections", "Protections", "{}");
        return reading;
    }

    private static bool IsSubscription(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("Subscription", out _);
}
