using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf.Comparison;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A set of addresses that rules refer to. Whether being in it is good or bad for an address, only its uses tell.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html.
/// </summary>
public sealed class IpSet : WafResource
{
    /// <summary>The part that holds the set.</summary>
    public const string DocumentPart = "wafv2.get-ip-set";

    private IpSet() { }

    /// <summary>
    /// The rules of web ACLs and rule groups that refer to it, found when it was read. It is no part of its content: the same set
    /// used otherwise has the same fingerprint.
    /// </summary>
    public Fact<IReadOnlyList<WafUse>> Uses { get; private init; } =
        Fact<IReadOnlyList<WafUse>>.Unknown("the web ACLs and rule groups that can use it were not read");

    /// <summary>The CIDR blocks, as AWS has them.</summary>
    public ImmutableArray<string> Addresses
    {
        get
        {
            var addresses = ImmutableArray.CreateBuilder<string>();
            foreach (var address in AwsJson.Array(Document, "Addresses"u8))
            {
                addresses.Add(address.ToString());
            }
            return addresses.ToImmutable();
        }
    }

    internal override WafDocumentKind Kind => WafDocumentKind.IpSet;

    /// <summary>The set that the parts tell of.</summary>
    public static IpSet Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts,
        Fact<IReadOnlyList<WafUse>> uses
    )
    {
        var document = parts.GetValueOrDefault(DocumentPart)?.At(DocumentPath.Of("IPSet"))?.Root ?? default;
        return new()
        {
            Id = id,
            Name = NameIn(id, WafDocumentKind.IpSet, parts),
            Tags = TagsIn(parts),
            Parts = parts,
            UnknownParts = unknownParts,
            Uses = uses,
            Unreadable = [.. UnreadableIn(document)],
        };
    }

    /// <summary>The addresses, however they are split into blocks; a block that is none is left out and makes the set unreadable.</summary>
    public AddressSet AddressSet =>
        AddressSet.Of(
            Addresses.Select(text => Cidr.Parse(text)).Where(cidr => cidr.IsSuccess).Select(cidr => cidr.Value)
        );

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is IpSet was
            ? SetComparison.Between(
                was,
                this,
                "Addresses",
                Blocks(was.AddressSet.Except(AddressSet)),
                Blocks(AddressSet.Except(was.AddressSet)),
                Uses
            )
            : null;

    private static IEnumerable<string> UnreadableIn(JsonElement document)
    {
        if (AwsJson.IsNoArray(document, "Addresses"u8))
        {
            yield return "its Addresses are no list";
        }
        foreach (var address in AwsJson.Array(document, "Addresses"u8))
        {
            if (!Cidr.TryParse(address.ToString(), out _))
            {
                yield return $"'{address}' is no CIDR block";
            }
        }
    }

    private static List<string> Blocks(AddressSet addresses) =>
        [.. addresses.ToCidrs().Select(cidr => cidr.ToString())];

    internal override DocumentState WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    ) => Of(Id, parts, unknownParts, Uses);
}
