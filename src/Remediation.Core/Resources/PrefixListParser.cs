using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Traffic;

namespace Remediation.Core.Resources;

/// <summary>
/// Reads managed prefix lists from AWS's JSON: an element of EC2 DescribeManagedPrefixLists for what the list is, and the output
/// of GetManagedPrefixListEntries for what it holds. A list of which any entry cannot be understood is not read at all: a part
/// must never be taken for the whole.
/// </summary>
public static class PrefixListParser
{
    /// <summary>The list without its entries.</summary>
    public static ParseResult<PrefixList> Parse(JsonElement element)
    {
        if (AwsJson.Text(element, "PrefixListId"u8) is not { Length: > 0 } id)
        {
            return ParseResult<PrefixList>.Failure("a prefix list has no PrefixListId");
        }
        _ = AwsJson.TryInteger(element, "MaxEntries"u8, out var maxEntries);
        _ = AwsJson.TryInteger(element, "Version"u8, out var version);
        return ParseResult<PrefixList>.Success(
            new(id, AwsJson.Text(element, "PrefixListName"u8) ?? "", [])
            {
                MaxEntries = maxEntries ?? 0,
                Version = version ?? 0,
                OwnerId = AwsJson.Text(element, "OwnerId"u8) ?? "",
            }
        );
    }

    /// <summary>The entries, of one element of <c>Entries</c> each.</summary>
    public static ParseResult<ImmutableArray<Cidr>> ParseEntries(IEnumerable<JsonElement> entries)
    {
        var cidrs = ImmutableArray.CreateBuilder<Cidr>();
        foreach (var entry in entries)
        {
            var text = AwsJson.Text(entry, "Cidr"u8) ?? "";
            if (!Cidr.TryParse(text, out var cidr))
            {
                return ParseResult<ImmutableArray<Cidr>>.Failure($"its entry '{text}' is not a CIDR block");
            }
            cidrs.Add(cidr);
        }
        return ParseResult<ImmutableArray<Cidr>>.Success(cidrs.DrainToImmutable());
    }
}
