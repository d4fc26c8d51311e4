using System.Buffers;
using System.Text.Json;
using Remediation.Core.Json;

namespace Remediation.Engine.Offline;

/// <summary>
/// Whole elements of a list, cut out of its text and not yet parsed. The text is rented: who is done with the batch gives it back
/// by disposing it.
/// </summary>
internal sealed class ElementBatch(byte[] text, List<Range> places) : IDisposable
{
    public int Count => places.Count;

    /// <summary>The bytes of one element; a JsonException where they are no text.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var element = text.AsMemory(places[index]);
            return JsonBytes.AreText(element.Span) ? element : throw new JsonException(JsonFault.NoText);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(text);
}
