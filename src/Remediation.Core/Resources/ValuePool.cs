using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Core.Resources;

/// <summary>
/// Values that repeat while one big document is read (descriptions, VPC ids, CIDR blocks), so that each is kept once. It lives as
/// long as the reading and is not for use by several threads. It is no cache of anything in AWS.
/// </summary>
public sealed class ValuePool
{
    // A pool of values that never repeat would only cost memory.
    private const int MostValues = 1 << 17;

    // One text per slot, the newest: a text that lost its slot is made again, which costs memory and nothing else.
    private readonly string?[] _texts;
    private readonly Dictionary<string, CidrPeer> _cidrs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string, string), SecurityGroupPeer> _groups = [];
    private readonly Dictionary<string, PrefixListPeer> _prefixLists = new(StringComparer.Ordinal);

    /// <summary>A pool for a document of many elements.</summary>
    public ValuePool()
        : this(slots: 1 << 16) { }

    private ValuePool(int slots) => _texts = new string?[slots];

    /// <summary>A pool for one element, which has few values.</summary>
    internal static ValuePool ForOne() => new(slots: 1 << 5);

    /// <summary>The text of a JSON string; the same instance for the same text.</summary>
    internal string Text(AwsValue value)
    {
        if (!value.TryPlain(out var ascii))
        {
            return value.GetString();
        }
        return ascii.IsEmpty ? "" : Text(ascii);
    }

    /// <summary>A tag; a value that is no string is an empty one.</summary>
    internal Tag Tag(AwsValue key, AwsValue value) =>
        new(Text(key), value.Kind == JsonValueKind.String ? Text(value) : "");

    /// <summary>The block that a text names, or null where it names none.</summary>
    internal CidrPeer? Cidr(string text)
    {
        if (_cidrs.TryGetValue(text, out var known))
        {
            return known;
        }
        if (!Traffic.Cidr.TryParse(text, out var cidr))
        {
            return null;
        }
        var canonical = cidr.ToString();
        var peer = new CidrPeer(cidr) { Text = canonical == text ? canonical : text };
        if (_cidrs.Count < MostValues)
        {
            _cidrs[text] = peer;
        }
        return peer;
    }

    internal PrefixListPeer PrefixList(string id)
    {
        if (!_prefixLists.TryGetValue(id, out var peer))
        {
            peer = new(id);
            _prefixLists[id] = peer;
        }
        return peer;
    }

    internal SecurityGroupPeer Group(string groupId, string userId, string vpcId, string peeringStatus)
    {
        var key = (groupId, userId, vpcId, peeringStatus);
        if (_groups.TryGetValue(key, out var peer))
        {
            return peer;
        }
        peer = new(groupId)
        {
            UserId = userId,
            VpcId = vpcId,
            PeeringStatus = peeringStatus,
        };
        if (_groups.Count < MostValues)
        {
            _groups[key] = peer;
        }
        return peer;
    }

    internal string Text(ReadOnlySpan<byte> ascii)
    {
        ref var slot = ref _texts[Hash(ascii) & (_texts.Length - 1)];
        if (slot is null || slot.Length != ascii.Length || !Ascii.Equals(ascii, slot))
        {
            slot = Encoding.ASCII.GetString(ascii);
        }
        return slot;
    }

    // Eight bytes at a time: most values are ids and descriptions of some twenty bytes.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = (ulong)text.Length;
            for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            {
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            }
            ulong rest = 0;
            foreach (var one in text)
            {
                rest = (rest << 8) | one;
            }
            return (int)(Mix(hash ^ rest) >> 33);
        }
    }

    private static ulong Mix(ulong value)
    {
        var mixed = unchecked(value * 0x9E3779B97F4A7C15UL);
        return mixed ^ (mixed >> 32);
    }
}
