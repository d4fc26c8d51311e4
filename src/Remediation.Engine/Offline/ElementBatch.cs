using System.Buffers;

namespace Remediation.Engine.Offline;

/// <summary>
/// Whole elements of a list, cut out of its text and not yet parsed. The text is rented: who is done with the batch gives it back
/// by disposing it.
/// </summary>
internal sealed class ElementBatch(byte[] text, List<Range> places) : IDisposable
{
    public int Count => places.Count;

    /// <summary>The bytes of one element.</summary>
    public ReadOnlyMemory<byte> this[int index] => text.AsMemory(places[index]);

    public void Dispose() => ArrayPool<byte>.Shared.Return(text);
}
