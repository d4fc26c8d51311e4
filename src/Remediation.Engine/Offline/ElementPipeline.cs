using System.Collections.Concurrent;
using System.Text.Json;

namespace Remediation.Engine.Offline;

/// <summary>
/// Reads the batches of a list on all processors while the list is still being cut, and hands over what was read in the order of
/// the list, on the caller's thread. What it hands over is the same whatever the number of processors.
/// </summary>
/// <param name="newReader">Makes a reader of elements; each is used by one thread at a time.</param>
/// <param name="read">Reads one element; a JsonException where it is no JSON.</param>
/// <param name="take">Takes what was read.</param>
internal sealed class ElementPipeline<TReader, T>(
    Func<TReader> newReader,
    Func<TReader, ReadOnlyMemory<byte>, T> read,
    Action<T> take
)
    where TReader : class
{
    // Enough that no processor waits for the next batch, few enough that they take little memory.
    private static readonly int MostRunning = Environment.ProcessorCount + 2;

    private readonly ConcurrentBag<TReader> _idle = [];
    private readonly Queue<Task<ParsedBatch<T>>> _running = new();

    /// <summary>Goes through the list; a JsonException where it or an element is no JSON, after all before that was handed over.</summary>
    public ElementStreamEnd Run(Stream stream, ReadOnlySpan<byte> listName)
    {
        try
        {
            var end = ElementStream.Cut(stream, listName, Add);
            TakeAll();
            return end;
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            TakeAll();
            throw;
        }
    }

    private void Add(ElementBatch batch)
    {
        _running.Enqueue(Task.Run(() => Parse(batch)));
        while (_running.Count > MostRunning)
        {
            TakeOne();
        }
    }

    private void TakeAll()
    {
        while (_running.Count > 0)
        {
            TakeOne();
        }
    }

    private void TakeOne()
    {
        var parsed = _running.Dequeue().GetAwaiter().GetResult();
        foreach (var item in parsed.Items)
        {
            take(item);
        }
        if (parsed.Fault is not null)
        {
            _running.Clear();
            throw new JsonException(parsed.Fault.Message, parsed.Fault);
        }
    }

    private ParsedBatch<T> Parse(ElementBatch batch)
    {
        var reader = _idle.TryTake(out var idle) ? idle : newReader();
        var items = new List<T>(batch.Count);
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                items.Add(read(reader, batch[i]));
            }
            return new(items, Fault: null);
        }
        catch (JsonException fault)
        {
            return new(items, fault);
        }
        finally
        {
            batch.Dispose();
            _idle.Add(reader);
        }
    }
}
