using System.Text.Json;

namespace Remediation.Engine.Offline.Export;

/// <summary>
/// One listing as it is written, page by page. It has its name only once it is whole: what is broken off leaves nothing behind.
/// </summary>
internal sealed class ListingFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _stream;
    private readonly Utf8JsonWriter _writer;

    public ListingFile(string path, string list)
    {
        _path = path;
        _partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.partial");
        _stream = File.Create(_partial);
        _writer = new(_stream, SnapshotWriter.Layout);
        _writer.WriteStartObject();
        _writer.WriteStartArray(list);
    }

    public void Add(JsonElement element) => element.WriteTo(_writer);

    public void Flush() => _writer.Flush();

    public void Finish()
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.Dispose();
        _stream.Dispose();
        File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
        File.Delete(_partial);
    }
}
