using System.Collections.Immutable;
using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Tests.Offline.Export;

/// <summary>Reads widgets: a listing, and an output for each that it can lack.</summary>
internal sealed class WidgetLayer(params DocumentState[] widgets) : ResourceLayer
{
    public const string Type = "Test::Widget";
    public const string Listing = "test.list-widgets";
    public const string Details = "test.get-widget-details";

    /// <summary>Why none can be listed, or null.</summary>
    public AccountException? Failure { get; init; }

    /// <summary>Whether it is of another region.</summary>
    public bool IsElsewhere { get; init; }

    public override ImmutableArray<string> ResourceTypes { get; } = [Type];

    public override ImmutableArray<SnapshotOutput> Outputs { get; } = [new(Listing, "Widgets"), new(Details)];

    public override ImmutableArray<string> ReadActions { get; } = ["test:ListWidgets", "test:GetWidgetDetails"];

    public override bool IsReadIn(string region) => !IsElsewhere;

    public static Widget Of(string name, string? details = null, string? unknown = null, string? unlisted = null)
    {
        var parts = ImmutableSortedDictionary.CreateBuilder<string, AwsDocument>(StringComparer.Ordinal);
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Put(Listing, unlisted is null ? $$"""[{"Name":"{{name}}","Invented":1.50}]""" : null, unlisted);
        Put(Details, details, unknown);
        return new()
        {
            Id = new(Type, name, "123456789012", "eu-west-1"),
            Name = name,
            Parts = parts.ToImmutable(),
            UnknownParts = reasons.ToImmutable(),
        };

        void Put(string operation, string? json, string? reason)
        {
            if (json is not null)
            {
                parts[operation] = AwsDocument.Parse(json);
            }
            if (reason is not null)
            {
                reasons[operation] = reason;
            }
        }
    }

    public override IEnumerable<string> PartsOf(string resourceType) => [Listing, Details];

    public override IEnumerable<ParseResult<ResourceState>> Assemble(
        string resourceType,
        SnapshotDocuments documents
    ) => [];

    public override Task<ReadOutcome> ReadAsync(
        IDocumentSource source,
        ResourceReference reference,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public override IAsyncEnumerable<ResourceState> ListAsync(
        IDocumentSource source,
        string resourceType,
        CancellationToken cancellationToken
    ) => Failure is { } failure ? throw failure : widgets.ToAsyncEnumerable<ResourceState>();
}
